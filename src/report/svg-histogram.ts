import { roundStep } from '../measure/statistic/bins.js';
import type { HistogramPlot } from './plot.js';
import { axisName, axisTexts, countText, quantityText } from './quantity.js';
import { linearScale, logScale, type Scale } from './scale.js';
import {
  type Axis,
  markRowsOf,
  type PlotArea,
  plotArea,
  px,
  type SvgSize,
  svgAxes,
  svgDrawing,
  svgMarks,
} from './svg-frame.js';
import { linearTicks, logTicks } from './ticks.js';
import { type Bar, reachOf, trimmedBins } from './trimmed-bins.js';

const Y_TICKS = 5;
/** Pixels that a tick's text and the space beside it take. */
const X_TICK_PX = 78;
const BAR_PX = 3;

/** A histogram as an SVG drawing with axes and marks; the classes are coloured by the page. */
export function svgHistogram(plot: HistogramPlot, size: SvgSize): string {
  const bars = trimmedBins(plot.histogram, Math.floor(size.width / BAR_PX));
  if (bars.length === 0) return svgDrawing(size, plot.title, 'Nothing was measured.', '');
  const counts = countTicks(Math.max(...bars.map(({ count }) => count)), plot.countScale);
  const texts = counts.ticks.map(countText);
  const marks = marksWithin(plot, bars);
  const flat = plotArea(size, texts, 0);
  const rows = markRowsOf(marks, valueScale(plot, bars, flat), flat.left);
  const area = plotArea(size, texts, marks.length === 0 ? 0 : Math.max(...rows) + 1);
  const x = valueAxis(plot, bars, area);
  const top = counts.top;
  const y: Axis = {
    scale: (count) => area.bottom - reachOf(count, top, plot.countScale) * (area.bottom - area.top),
    ticks: counts.ticks,
    texts,
    label: 'count',
  };
  const drawn = bars.map((bar) => rectangle(bar, x.scale, y.scale, area)).join('');
  const content = svgAxes(area, x, y) + drawn + svgMarks(area, marks, rows, x.scale);
  return svgDrawing(size, plot.title, aboutHistogram(plot, bars), content);
}

/** What the histogram shows, in words. */
function aboutHistogram({ histogram, unit, label, marks }: HistogramPlot, bars: readonly Bar[]) {
  const total = histogram.counts.reduce((sum, count) => sum + count, 0);
  const { below, above } = histogram;
  const from = quantityText(bars[0]!.from, unit);
  const to = quantityText(bars[bars.length - 1]!.to, unit);
  const beyond = below + above === 0 ? '' : ` ${below} below and ${above} above what is drawn.`;
  const named = marks.map((mark) => `${mark.label} ${quantityText(mark.value, unit)}`).join(', ');
  return `${total} values of ${label} from ${from} to ${to}.${beyond}${named && ` ${named}.`}`;
}

function rectangle(bar: Bar, x: Scale, y: Scale, area: PlotArea): string {
  if (bar.count === 0) return '';
  const left = x(bar.from);
  const width = x(bar.to) - left;
  const gap = width > 4 ? 1 : 0;
  // What is not 0 is seen.
  const height = Math.max(1, area.bottom - y(bar.count));
  return `<rect class="bar" x="${px(left)}" y="${px(area.bottom - height)}" width="${px(width - gap)}" height="${px(height)}"/>`;
}

function countTicks(most: number, scale: 'linear' | 'log') {
  if (scale === 'log') {
    const top = 10 ** Math.ceil(Math.log10(Math.max(most, 10)));
    return { top, ticks: [0, ...logTicks(1, top, Y_TICKS)] };
  }
  const step = Math.max(1, roundStep(most / Y_TICKS));
  const top = Math.ceil(most / step) * step;
  return { top, ticks: linearTicks(0, top, top / step) };
}

function valueScale({ histogram }: HistogramPlot, bars: readonly Bar[], area: PlotArea): Scale {
  const make = histogram.scale === 'log' ? logScale : linearScale;
  return make(bars[0]!.from, bars[bars.length - 1]!.to, area.left, area.right);
}

function valueAxis(plot: HistogramPlot, bars: readonly Bar[], area: PlotArea): Axis {
  const from = bars[0]!.from;
  const to = bars[bars.length - 1]!.to;
  const most = Math.max(2, Math.floor((area.right - area.left) / X_TICK_PX));
  const log = plot.histogram.scale === 'log';
  const ticks = log ? logTicks(from, to, most) : linearTicks(from, to, most);
  const { label, tickUnit } = axisName(plot.label, plot.unit);
  const texts = log
    ? ticks.map((tick) => quantityText(tick, tickUnit))
    : axisTexts(ticks, tickUnit);
  return { scale: valueScale(plot, bars, area), ticks, texts, label };
}

function marksWithin({ marks }: HistogramPlot, bars: readonly Bar[]) {
  const from = bars[0]!.from;
  const to = bars[bars.length - 1]!.to;
  return marks
    .filter(({ value }) => value >= from && value <= to)
    .sort((a, b) => a.value - b.value);
}
