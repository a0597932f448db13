import { roundStep } from '../measure/statistic/bins.js';
import { type Bar, barFraction, histogramBars } from './histogram-bars.js';
import type { HistogramPlot } from './plot.js';
import { formatCount, formatQuantity, formatTicks, labelAxis } from './quantity.js';
import { linearScale, logScale, type Scale } from './scale.js';
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
import { linearTicks, logTicks } from './ticks.js';

const Y_TICKS = 5;
const MIN_BAR_WIDTH_PX = 3;

/** Draws a histogram as SVG with axes and marks; the page's style sheet sets the colours. */
export function svgHistogram(plot: HistogramPlot, size: SvgSize): string {
  const bars = histogramBars(plot.histogram, Math.floor(size.width / MIN_BAR_WIDTH_PX));
  if (bars.length === 0) return svgFigure(size, plot.title, 'Nothing was measured.', '');
  const counts = countAxisTicks(Math.max(...bars.map(({ count }) => count)), plot.countScale);
  const tickLabels = counts.ticks.map(formatCount);
  const marks = visibleMarks(plot, bars);
  const { area, rows } = layOutMarks(size, tickLabels, marks, (area) =>
    valueScale(plot, bars, area),
  );
  const x = valueAxis(plot, bars, area);
  const top = counts.top;
  const y: Axis = {
    scale: (count) =>
      area.bottom - barFraction(count, top, plot.countScale) * (area.bottom - area.top),
    ticks: counts.ticks,
    tickLabels,
    label: 'count',
  };
  const drawn = bars.map((bar) => svgBar(bar, x.scale, y.scale, area)).join('');
  const content = svgAxes(area, x, y) + drawn + svgMarks(area, marks, rows, x.scale);
  return svgFigure(size, plot.title, describeHistogram(plot, bars), content);
}

/** Describes the histogram for readers who do not see it. */
function describeHistogram(
  { histogram, valueUnit, valueLabel, marks }: HistogramPlot,
  bars: readonly Bar[],
) {
  const total = histogram.counts.reduce((sum, count) => sum + count, 0);
  const { below, above } = histogram;
  const from = formatQuantity(bars[0]!.from, valueUnit);
  const to = formatQuantity(bars[bars.length - 1]!.to, valueUnit);
  const beyond = below + above === 0 ? '' : ` ${below} below and ${above} above the drawn range.`;
  const named = marks
    .map((mark) => `${mark.label} ${formatQuantity(mark.value, valueUnit)}`)
    .join(', ');
  return `${total} values of ${valueLabel} from ${from} to ${to}.${beyond}${named && ` ${named}.`}`;
}

function svgBar(bar: Bar, x: Scale, y: Scale, area: PlotArea): string {
  if (bar.count === 0) return '';
  const left = x(bar.from);
  const width = x(bar.to) - left;
  const gap = width > 4 ? 1 : 0;
  // A count above 0 is always visible.
  const height = Math.max(1, area.bottom - y(bar.count));
  return (
    `<rect class="bar" x="${formatPx(left)}" y="${formatPx(area.bottom - height)}"` +
    ` width="${formatPx(width - gap)}" height="${formatPx(height)}"/>`
  );
}

function countAxisTicks(max: number, scale: 'linear' | 'log') {
  if (scale === 'log') {
    const top = 10 ** Math.ceil(Math.log10(Math.max(max, 10)));
    return { top, ticks: [0, ...logTicks(1, top, Y_TICKS)] };
  }
  const step = Math.max(1, roundStep(max / Y_TICKS));
  const top = Math.ceil(max / step) * step;
  return { top, ticks: linearTicks(0, top, top / step) };
}

function valueScale({ histogram }: HistogramPlot, bars: readonly Bar[], area: PlotArea): Scale {
  const make = histogram.scale === 'log' ? logScale : linearScale;
  return make(bars[0]!.from, bars[bars.length - 1]!.to, area.left, area.right);
}

function valueAxis(plot: HistogramPlot, bars: readonly Bar[], area: PlotArea): Axis {
  const from = bars[0]!.from;
  const to = bars[bars.length - 1]!.to;
  const maxTicks = Math.max(2, Math.floor((area.right - area.left) / X_TICK_SPACING_PX));
  const isLog = plot.histogram.scale === 'log';
  const ticks = isLog ? logTicks(from, to, maxTicks) : linearTicks(from, to, maxTicks);
  const { label, tickUnit } = labelAxis(plot.valueLabel, plot.valueUnit);
  const tickLabels = isLog
    ? ticks.map((tick) => formatQuantity(tick, tickUnit))
    : formatTicks(ticks, tickUnit);
  return { scale: valueScale(plot, bars, area), ticks, tickLabels, label };
}

function visibleMarks({ marks }: HistogramPlot, bars: readonly Bar[]) {
  const from = bars[0]!.from;
  const to = bars[bars.length - 1]!.to;
  return marks
    .filter(({ value }) => value >= from && value <= to)
    .sort((a, b) => a.value - b.value);
}
