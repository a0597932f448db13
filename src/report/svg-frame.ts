import { escapeHtml } from './html-escape.js';
import type { Mark } from './plot.js';
import type { Scale } from './scale.js';

/** How a plot is drawn: its size in pixels, its class, and an id that the page has but once. */
export interface SvgSize {
  readonly className: string;
  readonly width: number;
  readonly height: number;
  readonly id: string;
}

/** The corners of the plot within the drawing. */
export interface PlotArea {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface Axis {
  readonly scale: Scale;
  readonly ticks: readonly number[];
  /** One a tick. */
  readonly tickLabels: readonly string[];
  readonly label: string;
}

/** About what a character of the axes' 12 px is wide. */
export const CHARACTER_WIDTH_PX = 7;
const MARK_ROW_HEIGHT_PX = 15;
const BOTTOM_MARGIN_PX = 44;
const TOP_MARGIN_PX = 30;

/** The drawing around `content`, with its name and what it shows for those who do not see it. */
export function svgFigure(size: SvgSize, title: string, about: string, content: string): string {
  const { width, height, className, id } = size;
  return (
    `<svg class="${className}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img"` +
    ` aria-labelledby="${id}-title ${id}-desc">` +
    `<title id="${id}-title">${escapeHtml(title)}</title>` +
    `<desc id="${id}-desc">${escapeHtml(about)}</desc>${content}</svg>`
  );
}

/** The room that is left when the ticks' texts and `markRows` rows of marks are drawn. */
export function plotArea(size: SvgSize, yTexts: readonly string[], markRows: number): PlotArea {
  const longest = Math.max(0, ...yTexts.map((text) => text.length));
  return {
    left: longest * CHARACTER_WIDTH_PX + 12,
    right: size.width - 14,
    top: TOP_MARGIN_PX + markRows * MARK_ROW_HEIGHT_PX,
    bottom: size.height - BOTTOM_MARGIN_PX,
  };
}

/** Lines across for y, ticks below for x, their texts and the names of both. */
export function svgAxes(area: PlotArea, x: Axis, y: Axis): string {
  const across = y.ticks.map((tick, i) => {
    const at = formatPx(y.scale(tick));
    return (
      `<line class="grid" x1="${formatPx(area.left)}" x2="${formatPx(area.right)}" y1="${at}" y2="${at}"/>` +
      svgText(area.left - 6, y.scale(tick) + 4, 'end', y.tickLabels[i]!)
    );
  });
  const below = x.ticks.map((tick, i) => {
    const at = formatPx(x.scale(tick));
    return (
      `<line class="axis" x1="${at}" x2="${at}" y1="${formatPx(area.bottom)}" y2="${formatPx(area.bottom + 4)}"/>` +
      svgTickLabel(area, x.scale(tick), x.tickLabels[i]!)
    );
  });
  const floor = `<line class="axis" x1="${formatPx(area.left)}" x2="${formatPx(area.right)}" y1="${formatPx(area.bottom)}" y2="${formatPx(area.bottom)}"/>`;
  const names =
    svgText(area.right, area.bottom + 38, 'end', x.label, 'name') +
    svgText(2, 12, 'start', y.label, 'name');
  return [...across, floor, ...below, names].join('');
}

/** The row, from 0, in which each mark's name has room beside those before it. */
export function assignMarkRows(
  marks: readonly Mark[],
  scale: Scale,
  left: number,
): readonly number[] {
  const ends: number[] = [];
  return marks.map(({ label, value }) => {
    const half = (label.length * CHARACTER_WIDTH_PX) / 2 + 4;
    const centre = Math.max(scale(value), left + half);
    const free = ends.findIndex((end) => centre - half >= end);
    const row = free < 0 ? ends.length : free;
    ends[row] = centre + half;
    return row;
  });
}

/** A line down from each mark's name. */
export function svgMarks(
  area: PlotArea,
  marks: readonly Mark[],
  rows: readonly number[],
  scale: Scale,
): string {
  const highest = Math.max(0, ...rows);
  return marks
    .map(({ label, value }, i) => {
      const at = scale(value);
      const base = area.top - 4 - (highest - rows[i]!) * MARK_ROW_HEIGHT_PX;
      const half = (label.length * CHARACTER_WIDTH_PX) / 2;
      const middle = Math.min(Math.max(at, area.left + half), area.right + 10 - half);
      return (
        `<line class="mark" x1="${formatPx(at)}" x2="${formatPx(at)}" y1="${formatPx(base + 3)}" y2="${formatPx(area.bottom)}"/>` +
        svgText(middle, base, 'middle', label, 'markname')
      );
    })
    .join('');
}

/** A coordinate, to a tenth of a pixel. */
export function formatPx(value: number): string {
  return String(Math.round(value * 10) / 10 + 0);
}

/** The text of a tick, kept within the drawing. */
function svgTickLabel(area: PlotArea, at: number, text: string): string {
  const half = (text.length * CHARACTER_WIDTH_PX) / 2;
  const anchor = at + half > area.right + 12 ? 'end' : 'middle';
  return svgText(anchor === 'end' ? area.right + 12 : at, area.bottom + 19, anchor, text);
}

function svgText(
  x: number,
  y: number,
  anchor: 'start' | 'middle' | 'end',
  text: string,
  kind = 'tick',
): string {
  return `<text class="${kind}" x="${formatPx(x)}" y="${formatPx(y)}" text-anchor="${anchor}">${escapeHtml(text)}</text>`;
}
