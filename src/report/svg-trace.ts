import { envelopeByColumn, finiteRange } from './envelope.js';
import type { TracePlot } from './plot.js';
import { formatRange, formatTicks, labelAxis } from './quantity.js';
import { linearScale, type Scale } from './scale.js';
import {
  type Axis,
  formatPx,
  layOutMarks,
  type PlotArea,
  type SvgSize,
  svgAxes,
  svgFigure,
  svgMarks,
  X_TICK_SPACING_PX,
} from './svg-frame.js';
import { linearTicks } from './ticks.js';

const Y_TICKS = 5;

/** Draws a trace as SVG; with many points, the minimum and maximum of each column of pixels. */
export function svgTrace(plot: TracePlot, size: SvgSize): string {
  const range = finiteRange(plot.y);
  if (range === undefined) return svgFigure(size, plot.title, 'Nothing was measured.', '');
  const [min, max] = padRange(range);
  const yTicks = linearTicks(min, max, Y_TICKS);
  const yName = labelAxis(plot.yLabel, plot.yUnit);
  const yTexts = formatTicks(yTicks, yName.tickUnit);
  const first = plot.x[0]!;
  const last = plot.x[plot.x.length - 1]!;
  const marks = plot.marks.filter(({ value }) => value >= first && value <= last);
  const xScale = ({ left, right }: PlotArea) => linearScale(first, last, left, right);
  const { area, rows } = layOutMarks(size, yTexts, marks, xScale);
  const xTicks = linearTicks(
    first,
    last,
    Math.max(2, Math.floor((area.right - area.left) / X_TICK_SPACING_PX)),
  );
  const xName = labelAxis(plot.xLabel, plot.xUnit);
  const x: Axis = {
    scale: xScale(area),
    ticks: xTicks,
    tickLabels: formatTicks(xTicks, xName.tickUnit),
    label: xName.label,
  };
  const y: Axis = {
    scale: linearScale(min, max, area.bottom, area.top),
    ticks: yTicks,
    tickLabels: yTexts,
    label: yName.label,
  };
  const columns = Math.max(2, Math.round(area.right - area.left));
  const d =
    plot.x.length > columns
      ? envelopePath(plot, area.left, columns, y.scale)
      : polylinePath(plot, x.scale, y.scale);
  const trace = `<path class="trace" d="${d}"/>`;
  const content = svgAxes(area, x, y) + trace + svgMarks(area, marks, rows, x.scale);
  return svgFigure(size, plot.title, describeTrace(plot, range), content);
}

/** Describes the trace for readers who do not see it. */
function describeTrace(plot: TracePlot, range: readonly [number, number]): string {
  const [min, max] = formatRange(...range, plot.yUnit);
  const [from, to] = formatRange(plot.x[0]!, plot.x[plot.x.length - 1]!, plot.xUnit);
  const events = plot.marks.map(({ label }) => ` ${label}.`).join('');
  const ranges = `${plot.yLabel} from ${min} to ${max}, over ${plot.xLabel} from ${from} to ${to}`;
  return `${ranges}.${events}`;
}

/** Lines from point to point; a single point between holes is a dot. */
function polylinePath({ x, y }: TracePlot, xScale: Scale, yScale: Scale): string {
  let path = '';
  let before = false;
  for (let i = 0; i < x.length; i++) {
    const here = Number.isFinite(y[i]);
    if (here) path += `${before ? 'L' : 'M'}${formatPx(xScale(x[i]!))} ${formatPx(yScale(y[i]!))}`;
    if (here && !before && !Number.isFinite(y[i + 1])) path += 'h0.1';
    before = here;
  }
  return path;
}

function envelopePath({ x, y }: TracePlot, left: number, columns: number, yScale: Scale): string {
  const { min, max } = envelopeByColumn(x, y, columns);
  let path = '';
  let before = false;
  for (let column = 0; column < columns; column++) {
    const here = !Number.isNaN(min[column]!);
    if (here) {
      const [low, high] = [yScale(min[column]!), yScale(max[column]!)];
      path += `${before ? 'L' : 'M'}${formatPx(left + column)} ${formatPx(low)}V${formatPx(high)}`;
    }
    before = here;
  }
  return path;
}

/** Extends a range by 5 % on both sides, or around a single value. */
function padRange([min, max]: readonly [number, number]): readonly [number, number] {
  const padding = (max - min) / 20 || Math.abs(max) / 1000 || 1;
  return [min - padding, max + padding];
}
