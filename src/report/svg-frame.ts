import { linearScale, linearTicks, logScale, logTicks, type Scale } from './axis.js';
import { escapeHtml } from './html-escape.js';
import type { Mark } from './plot.js';
import { formatQuantity, formatTicks, labelAxis } from './quantity.js';

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

/** A plot with axes and marks; positions are values until `svgPlot` knows its area. */
export interface SvgPlot {
  readonly title: string;
  /** Text for readers who do not see the plot. */
  readonly description: string;
  readonly x: {
    readonly from: number;
    readonly to: number;
    readonly scale: 'linear' | 'log';
    readonly label: string;
    readonly unit: string;
  };
  readonly y: {
    readonly ticks: readonly number[];
    /** One per tick. */
    readonly tickLabels: readonly string[];
    readonly label: string;
    readonly scaleFor: (area: PlotArea) => Scale;
  };
  /** Those outside the x axis are not drawn. */
  readonly marks: readonly Mark[];
  /** Draws the data. */
  readonly draw: (x: Scale, y: Scale, area: PlotArea) => string;
}

/** Approximate width of a character at the axes' font size of 12 px. */
const CHARACTER_WIDTH_PX = 7;
/** Width of a tick's label with the space between labels. */
const X_TICK_SPACING_PX = 78;
const MARK_ROW_HEIGHT_PX = 15;
const BOTTOM_MARGIN_PX = 44;
const TOP_MARGIN_PX = 30;

/** Draws a plot as SVG; the page's style sheet sets the colours. */
export function svgPlot(size: SvgSize, plot: SvgPlot): string {
  const { from, to, scale } = plot.x;
  const marks = plot.marks
    .filter(({ value }) => value >= from && value <= to)
    .sort((a, b) => a.value - b.value);
  const makeScale = scale === 'log' ? logScale : linearScale;
  const scaleFor = ({ left, right }: PlotArea) => makeScale(from, to, left, right);
  const withoutMarks = plotArea(size, plot.y.tickLabels, 0);
  const rows = assignMarkRows(marks, scaleFor(withoutMarks), withoutMarks.left);
  const area = plotArea(size, plot.y.tickLabels, Math.max(0, ...rows.map((row) => row + 1)));
  const [x, y] = [scaleFor(area), plot.y.scaleFor(area)];
  const content =
    svgAxes(plot, x, y, area) + plot.draw(x, y, area) + svgMarks(area, marks, rows, x, plot.x.unit);
  return svgFigure(size, plot.title, plot.description, content);
}

/** Draws a figure that only says that there are no data. */
export function emptySvg(size: SvgSize, title: string): string {
  return svgFigure(size, title, 'Nothing was measured.', '');
}

/** Wraps `content` in an SVG element with a title and a description for screen readers. */
function svgFigure(size: SvgSize, title: string, about: string, content: string): string {
  const { width, height, className, id } = size;
  return (
    `<svg class="${className}" viewBox="0 0 ${width} ${height}"` +
    ` width="${width}" height="${height}" role="img"` +
    ` aria-labelledby="${id}-title ${id}-desc">` +
    `<title id="${id}-title">${escapeHtml(title)}</title>` +
    `<desc id="${id}-desc">${escapeHtml(about)}</desc>${content}</svg>`
  );
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
function svgAxes({ x, y }: SvgPlot, xScale: Scale, yScale: Scale, area: PlotArea): string {
  const { left, right, bottom } = area;
  const across = y.ticks.map((tick, i) => {
    const at = yScale(tick);
    return (
      svgLine('grid', [left, at], [right, at]) + svgText(left - 6, at + 4, 'end', y.tickLabels[i]!)
    );
  });
  const maxTicks = Math.max(2, Math.floor((right - left) / X_TICK_SPACING_PX));
  const { label, tickUnit } = labelAxis(x.label, x.unit);
  const isLog = x.scale === 'log';
  const ticks = (isLog ? logTicks : linearTicks)(x.from, x.to, maxTicks);
  const texts = isLog
    ? ticks.map((tick) => formatQuantity(tick, tickUnit))
    : formatTicks(ticks, tickUnit);
  const below = ticks.map((tick, i) => {
    const at = xScale(tick);
    return svgLine('axis', [at, bottom], [at, bottom + 4]) + svgTickLabel(area, at, texts[i]!);
  });
  const floor = svgLine('axis', [left, bottom], [right, bottom]);
  const names =
    svgText(right, bottom + 38, 'end', label, 'name') + svgText(2, 12, 'start', y.label, 'name');
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
function svgMarks(
  area: PlotArea,
  marks: readonly Mark[],
  rows: readonly number[],
  scale: Scale,
  unit: string,
): string {
  const highest = Math.max(0, ...rows);
  return marks
    .map(({ label, value }, i) => {
      const tooltip = svgTooltip(`${label}: ${formatQuantity(value, unit)}`);
      const at = scale(value);
      const base = area.top - 4 - (highest - rows[i]!) * MARK_ROW_HEIGHT_PX;
      const half = (label.length * CHARACTER_WIDTH_PX) / 2;
      const middle = Math.min(Math.max(at, area.left + half), area.right + 10 - half);
      return (
        `<g>${tooltip}${svgLine('mark', [at, base + 3], [at, area.bottom])}` +
        `${svgText(middle, base, 'middle', label, 'markname')}</g>`
      );
    })
    .join('');
}

/** Text that a browser shows beside the pointer. */
export function svgTooltip(text: string): string {
  return `<title>${escapeHtml(text)}</title>`;
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
