import { roundStep } from '../measure/statistic/bins.js';
import { linearTicks, logTicks, type Scale } from './axis.js';
import { type Bar, barFraction, countLabel, histogramBars } from './histogram-bars.js';
import type { HistogramPlot } from './plot.js';
import { formatCount, formatQuantity, formatRange } from './quantity.js';
import { emptySvg, formatPx, type SvgSize, svgPlot, svgTooltip } from './svg-frame.js';

const Y_TICKS = 5;
const MIN_BAR_WIDTH_PX = 3;

/** Draws a histogram as SVG with axes and marks. */
export function svgHistogram(plot: HistogramPlot, size: SvgSize): string {
  const { title, histogram, valueUnit, valueLabel, countScale, marks } = plot;
  const bars = histogramBars(histogram, Math.floor(size.width / MIN_BAR_WIDTH_PX));
  if (bars.length === 0) return emptySvg(size, title);
  const [from, to] = [bars[0]!.from, bars[bars.length - 1]!.to];
  const max = Math.max(...bars.map(({ count }) => count));
  const { topCount, ticks } = countAxisTicks(max, countScale);
  return svgPlot(size, {
    title,
    description: describeHistogram(plot, from, to),
    x: { from, to, scale: histogram.scale, label: valueLabel, unit: valueUnit },
    y: {
      ticks,
      tickLabels: ticks.map(formatCount),
      label: countLabel(countScale),
      scaleFor:
        ({ top, bottom }) =>
        (count) =>
          bottom - barFraction(count, topCount, countScale) * (bottom - top),
    },
    marks,
    draw: (x, y, { bottom }) => bars.map((bar) => svgBar(bar, valueUnit, x, y, bottom)).join(''),
  });
}

/** Describes the histogram for readers who do not see it. */
function describeHistogram(
  { histogram, valueUnit, valueLabel, marks }: HistogramPlot,
  start: number,
  end: number,
): string {
  const total = histogram.counts.reduce((sum, count) => sum + count, 0);
  const { below, above } = histogram;
  const from = formatQuantity(start, valueUnit);
  const to = formatQuantity(end, valueUnit);
  const beyond = below + above === 0 ? '' : ` ${below} below and ${above} above the drawn range.`;
  const named = marks
    .map((mark) => `${mark.label} ${formatQuantity(mark.value, valueUnit)}`)
    .join(', ');
  return `${total} values of ${valueLabel} from ${from} to ${to}.${beyond}${named && ` ${named}.`}`;
}

function svgBar(bar: Bar, unit: string, x: Scale, y: Scale, bottom: number): string {
  if (bar.count === 0) return '';
  const left = x(bar.from);
  const width = x(bar.to) - left;
  const gap = width > 4 ? 1 : 0;
  // A count above 0 is always visible.
  const height = Math.max(1, bottom - y(bar.count));
  const [from, to] = formatRange(bar.from, bar.to, unit);
  return (
    `<rect class="bar" x="${formatPx(left)}" y="${formatPx(bottom - height)}"` +
    ` width="${formatPx(width - gap)}" height="${formatPx(height)}">` +
    `${svgTooltip(`${bar.count} from ${from} to ${to}`)}</rect>`
  );
}

function countAxisTicks(max: number, scale: 'linear' | 'log') {
  if (scale === 'log') {
    const topCount = 10 ** Math.ceil(Math.log10(Math.max(max, 10)));
    return { topCount, ticks: [0, ...logTicks(1, topCount, Y_TICKS)] };
  }
  const step = Math.max(1, roundStep(max / Y_TICKS));
  const topCount = Math.ceil(max / step) * step;
  return { topCount, ticks: linearTicks(0, topCount, topCount / step) };
}
