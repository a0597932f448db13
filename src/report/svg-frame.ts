import { escapeHtml } from './html-escape.js';
import type { Mark } from './plot.js';
import type { Scale } from './scale.js';

/** Size of a plot in pixels, its class, and an id that is unique in the page. */
export interface SvgSize {
  readonly className: string;
  readonly width: number;
  readonly height: number;
  readonly id: string;
}

/** Edges of the plot within the drawing, in pixels. */
export interface PlotArea {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface Axis {
  readonly scale: Scale;
  readonly ticks: readonly number[];
  /** One per tick. */
  readonly tickLabels: readonly string[];
  readonly label: string;
}

/** Approximate width of a character at the axes' font size of 12 px. */
export const CHARACTER_WIDTH_PX = 7;
/** Width of a tick's label with the space between labels. */
export const X_TICK_SPACING_PX = 78;
const MARK_ROW_HEIGHT_PX = 15;
const BOTTOM_MARGIN_PX = 44;
const TOP_MARGIN_PX = 30;

/** Wraps `content` in an SVG element with a title and a description for screen readers. */
export function svgFigure(size: SvgSize, title: string, about: string, content: string): string {
  const { width, height, className, id } = size;
  return (
    `<svg class="${className}" viewBox="0 0 ${width} ${height}"` +
    ` width="${width}" height="${height}" role="img"` +
    ` aria-labelledby="${id}-title ${id}-desc">` +
    `<title id="${id}-title">${escapeHtml(title)}</title>` +
    `<desc id="${id}-desc">${escapeHtml(about)}</desc>${content}</svg>`
  );
}

/** Returns the plot's area above which its marks have room, and the row of each mark. */
export function layOutMarks(
  size: SvgSize,
  tickLabels: readonly string[],
  marks: readonly Mark[],
  scaleFor: (area: PlotArea) => Scale,
): { readonly area: PlotArea; readonly rows: readonly number[] } {
  const flat = plotArea(size, tickLabels, 0);
  const rows = assignMarkRows(marks, scaleFor(flat), flat.left);
  return { area: plotArea(size, tickLabels, Math.max(0, ...rows.map((row) => row + 1))), rows };
}

/** The area left by the tick labels and `markRows` rows of marks. */
function plotArea(size: SvgSize, yTexts: readonly string[], markRows: number): PlotArea {
  const longest = Math.max(0, ...yTexts.map((text) => text.length));
  return {
    left: longest * CHARACTER_WIDTH_PX + 12,
    right: size.width - 14,
    top: TOP_MARGIN_PX + markRows * MARK_ROW_HEIGHT_PX,
    bottom: size.height - BOTTOM_MARGIN_PX,
  };
}

/** Draws grid lines for y, ticks for x, and the labels of both axes. */
export function svgAxes(area: PlotArea, x: Axis, y: Axis): string {
  const across = y.ticks.map((tick, i) => {
    const at = y.scale(tick);
    return (
      svgLine('grid', [area.left, at], [area.right, at]) +
      svgText(area.left - 6, at + 4, 'end', y.tickLabels[i]!)
    );
  });
  const below = x.ticks.map((tick, i) => {
    const at = x.scale(tick);
    return (
      svgLine('axis', [at, area.bottom], [at, area.bottom + 4]) +
      svgTickLabel(area, at, x.tickLabels[i]!)
    );
  });
  const floor = svgLine('axis', [area.left, area.bottom], [area.right, area.bottom]);
  const names =
    svgText(area.right, area.bottom + 38, 'end', x.label, 'name') +
    svgText(2, 12, 'start', y.label, 'name');
  return [...across, floor, ...below, names].join('');
}

/** Assigns each mark the first row, from 0, in which its label overlaps no earlier one. */
function assignMarkRows(marks: readonly Mark[], scale: Scale, left: number): readonly number[] {
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

/** Draws each mark's label and a line down from it. */
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
        svgLine('mark', [at, base + 3], [at, area.bottom]) +
        svgText(middle, base, 'middle', label, 'markname')
      );
    })
    .join('');
}

/** Formats a coordinate to a tenth of a pixel. */
export function formatPx(value: number): string {
  return String(Math.round(value * 10) / 10 + 0);
}

/** Draws a tick's label, kept within the drawing. */
function svgTickLabel(area: PlotArea, at: number, text: string): string {
  const half = (text.length * CHARACTER_WIDTH_PX) / 2;
  const anchor = at + half > area.right + 12 ? 'end' : 'middle';
  return svgText(anchor === 'end' ? area.right + 12 : at, area.bottom + 19, anchor, text);
}

type Point = readonly [x: number, y: number];

function svgLine(kind: 'grid' | 'axis' | 'mark', from: Point, to: Point): string {
  const [x1, y1] = from.map(formatPx);
  const [x2, y2] = to.map(formatPx);
  return `<line class="${kind}" x1="${x1}" x2="${x2}" y1="${y1}" y2="${y2}"/>`;
}

function svgText(
  x: number,
  y: number,
  anchor: 'start' | 'middle' | 'end',
  text: string,
  kind = 'tick',
): string {
  const attributes = `class="${kind}" x="${formatPx(x)}" y="${formatPx(y)}"`;
  return `<text ${attributes} text-anchor="${anchor}">${escapeHtml(text)}</text>`;
}
