import { linearScale, linearTicks, type Scale } from './axis.js';
import { envelopeByColumn, finiteRange, widenRange } from './envelope.js';
import type { TracePlot } from './plot.js';
import { formatQuantity, formatRange, formatTicks, labelAxis } from './quantity.js';
import {
  emptySvg,
  formatPx,
  type PlotArea,
  type SvgSize,
  svgPlot,
  svgTooltip,
} from './svg-frame.js';

const Y_TICKS = 5;
const TOOLTIPS = 48;

/** Draws a trace as SVG; with many points, the minimum and maximum of each column of pixels. */
export function svgTrace(plot: TracePlot, size: SvgSize): string {
  const { title, x, xLabel, xUnit, marks } = plot;
  const range = finiteRange(plot.y);
  if (range === undefined) return emptySvg(size, title);
  const [min, max] = padRange(widenRange(range, plot.minSpan ?? 0));
  const ticks = linearTicks(min, max, Y_TICKS);
  const { label, tickUnit } = labelAxis(plot.yLabel, plot.yUnit);
  return svgPlot(size, {
    title,
    description: describeTrace(plot, range),
    x: { from: x[0]!, to: x[x.length - 1]!, scale: 'linear', label: xLabel, unit: xUnit },
    y: {
      ticks,
      tickLabels: formatTicks(ticks, tickUnit),
      label,
      scaleFor: ({ top, bottom }) => linearScale(min, max, bottom, top),
    },
    marks,
    draw: (xScale, yScale, area) => {
      const { left, right } = area;
      const columns = Math.max(2, Math.round(right - left));
      const path =
        x.length > columns
          ? envelopePath(plot, left, columns, yScale)
          : polylinePath(plot, xScale, yScale);
      return `<path class="trace" d="${path}"/>${tooltips(plot, area)}`;
    },
  });
}

/** Columns without a colour that show the range of the values in them. */
function tooltips({ x, y, xUnit, yUnit }: TracePlot, area: PlotArea): string {
  const { min, max } = envelopeByColumn(x, y, TOOLTIPS);
  const width = (area.right - area.left) / TOOLTIPS;
  const [first, last] = [x[0]!, x[x.length - 1]!];
  return Array.from(min, (low, column) => {
    if (Number.isNaN(low)) return '';
    const at = formatQuantity(first + ((last - first) * column) / (TOOLTIPS - 1), xUnit);
    const [from, to] = formatRange(low, max[column]!, yUnit);
    return (
      `<rect class="column" x="${formatPx(area.left + column * width)}" y="${formatPx(area.top)}"` +
      ` width="${formatPx(width)}" height="${formatPx(area.bottom - area.top)}">` +
      `${svgTooltip(`at ${at}: ${from === to ? from : `${from} to ${to}`}`)}</rect>`
    );
  }).join('');
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
