import type { PcmParams } from '../../device/params.js';
import { type ClockResult, hasDrifted, restoreRounds } from '../../measure/clock/statistic.js';
import { meanOf } from '../../measure/statistic/percentiles.js';
import type { Plot } from '../../report/plot.js';
import type { Row } from '../../report/report.js';
import { defineOptions } from '../options/spec.js';
import { number } from '../options/types.js';
import { formatDuration } from '../text/timestamp.js';
import { defineExperiment } from './experiment.js';
import { maxLimit } from './limits.js';
import { rawColumn, row } from './sections.js';

export const clock = defineExperiment({
  name: 'clock',
  options: defineOptions({
    bothDirections: {
      group: 'Experiment: clock',
      type: 'flag',
      summary: 'also measure the other direction of the device, and compare the two rates',
    },
    maxPpm: {
      group: 'Experiment: clock',
      type: number(0, 1e6, 'PPM', 'ppm'),
      summary: 'exit with 7 if the clock offset is larger, in either direction',
    },
  }),
  settings: ({ bothDirections }) => ({ againstOther: bothDirections }),
  limits: ({ measured: { result } }, { maxPpm }) =>
    maxLimit('max-ppm', maxPpm, Math.abs(result.ppm), `clock offset ${result.ppm.toFixed(2)} ppm`),
  document: ({ opened, measured: { result } }) => ({
    clock: opened.params.tstampType,
    ...result,
    other: result.other,
  }),
  sections: ({ measured, opened }) => [
    { kind: 'rows', rows: clockRows(measured.result, opened.params) },
  ],
  plots: (run) => {
    const stampNs = rawColumn(run, 'stampNs');
    const { frame } = restoreRounds({ frame: rawColumn(run, 'frame'), stampNs }, run.opened.params);
    return [frameDeviationPlot(frame, stampNs)];
  },
});

function clockRows(result: ClockResult, { tstampType, rateHz }: PcmParams): Row[] {
  const { residualFrames, residualNs, rateHzInterval, ppmInterval, lostRounds } = result;
  const largest = formatDuration(Math.abs(residualNs.largest));
  return [
    row('rate', `${result.rateHz.toFixed(4)} Hz`, `${formatPpm(result.ppm)} ppm of ${rateHz} Hz`),
    row(
      '95 % interval',
      `${rateHzInterval.low.toFixed(4)} to ${rateHzInterval.high.toFixed(4)} Hz`,
      `${formatPpm(ppmInterval.low)} to ${formatPpm(ppmInterval.high)} ppm`,
    ),
    row(
      'residual',
      `${residualFrames.deviation.toFixed(3)} frames`,
      `standard deviation ${formatDuration(residualNs.deviation)}; max ${largest}`,
    ),
    ...driftRows(result),
    row(
      'updates',
      String(result.samples),
      `${result.outliers} outliers excluded; ${tstampType} timestamps`,
      ...(lostRounds === 0 ? [] : [`${lostRounds} missed buffer wraps corrected`]),
    ),
    ...otherDirectionRows(result),
  ];
}

function driftRows(result: ClockResult): Row[] {
  const { windows } = result;
  const [first] = windows;
  if (first === undefined || windows.length < 2) return [];
  const seconds = (first.toSeconds - first.fromSeconds).toFixed(2);
  const parts = `${windows.length} windows of ${seconds} s`;
  if (!hasDrifted(result)) {
    const reach = Math.max(...windows.map(({ ppmInterval: { low, high } }) => (high - low) / 2));
    return [row('drift', 'none detected', `${parts} agree within ${reach.toFixed(2)} ppm`)];
  }
  const ppm = windows.map((window) => window.ppm);
  const range = `${formatPpm(Math.min(...ppm))} to ${formatPpm(Math.max(...ppm))} ppm`;
  return [row('drift', range, `over ${parts}`)];
}

function otherDirectionRows({ other }: ClockResult): Row[] {
  if (other === undefined) return [];
  const { direction, rateHz, ppm, differencePpm, differenceInterval: interval } = other;
  const clocks =
    interval.low <= 0 && interval.high >= 0 ? 'consistent with one clock' : 'two clocks';
  const range = `${formatPpm(interval.low)} to ${formatPpm(interval.high)}`;
  return [
    row(direction, `${rateHz.toFixed(4)} Hz`, `${formatPpm(ppm)} ppm, measured at the same time`),
    row('difference', `${formatPpm(differencePpm)} ppm`, `${range}: ${clocks}`),
  ];
}

function formatPpm(ppm: number): string {
  const text = Math.abs(ppm).toFixed(2);
  if (Number(text) === 0) return text;
  return `${ppm < 0 ? '-' : '+'}${text}`;
}

/** Height of the plot of a steady clock: 200 ns at 48 kHz. Timestamps are multiples of 1 ns. */
const MIN_DEVIATION_SPAN_FRAMES = 0.01;

/** Deviation of each update from the mean rate: a straight line if the clock is steady. */
function frameDeviationPlot(frame: Float64Array, stampNs: Float64Array): Plot {
  const last = frame.length - 1;
  const framesPerNs = (frame[last]! - frame[0]!) / (stampNs[last]! - stampNs[0]!);
  const sinceFirstNs = stampNs.map((ns) => ns - stampNs[0]!);
  const deviation = frame.map((at, row) => at - frame[0]! - framesPerNs * sinceFirstNs[row]!);
  const mean = meanOf(deviation);
  return {
    kind: 'trace',
    title: 'hw_ptr updates: deviation from the mean rate',
    x: sinceFirstNs.map((ns) => ns / 1e9),
    y: deviation.map((frames) => frames - mean),
    xUnit: 's',
    yUnit: 'frames',
    xLabel: 'time',
    yLabel: 'ahead',
    minSpan: MIN_DEVIATION_SPAN_FRAMES,
    marks: [],
  };
}
