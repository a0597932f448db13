import { DEFAULT_LEVEL_DBFS } from '../../measure/latency/runner.js';
import type { LatencyResult, LatencyRun } from '../../measure/latency/statistic.js';
import { type Summary, summary } from '../../measure/statistic/percentiles.js';
import type { Plot } from '../../report/plot.js';
import type { Cell, Row } from '../../report/report.js';
import type { OpenedDevice } from '../../stream/thread-messages.js';
import type { ValueOption } from '../options/spec.js';
import { defineOptions } from '../options/spec.js';
import { deviceNameType, number } from '../options/types.js';
import { formatDuration } from '../text/timestamp.js';
import { defineExperiment } from './experiment.js';
import { forbidden, maxLimit } from './limits.js';
import { rawColumn, row, warning } from './sections.js';

const GROUP = 'Experiment: latency';

/** Device at the other end of a loop, for the experiments that play and capture. */
export const captureDeviceOption = {
  group: GROUP,
  type: deviceNameType(),
  summary: 'capture what DEVICE plays on this device',
  defaultText: 'DEVICE, for latency and channels',
  conflictsWith: ['capture'],
} as const satisfies ValueOption<string>;

/** Level of the signal, for the experiments that play one. */
export const levelOption = {
  group: GROUP,
  type: {
    ...number(-100, -8, 'DBFS'),
    expected: 'a level from -100 to -8 dBFS (a converter would clip a higher one)',
  },
  summary: 'peak level of the test signal',
  defaultText: `${DEFAULT_LEVEL_DBFS} dBFS`,
} as const satisfies ValueOption<number>;

export const latency = defineExperiment({
  name: 'latency',
  options: defineOptions({
    captureDevice: captureDeviceOption,
    level: levelOption,
    maxLatency: {
      group: GROUP,
      type: number(0, 1e9, 'FRAMES', 'frames'),
      summary: 'exit with 7 if the median loop latency is higher',
    },
    maxSpread: {
      group: GROUP,
      type: number(0, 1e9, 'FRAMES', 'frames'),
      summary: 'exit with 7 if the loop latency varies by more from run to run',
    },
  }),
  rejects: {
    capture:
      'latency plays on the device: name the capturing device with --capture-device, not --capture',
  },
  settings: ({ captureDevice, level }) => ({ otherDevice: captureDevice, levelDbfs: level }),
  limits: ({ measured: { result } }, { maxLatency, maxSpread }) => {
    const { runs, loopFrames } = result;
    const undetected = runs.filter(({ detected }) => !detected);
    const median = loopFrames?.p50 ?? Number.NaN;
    const spread = loopFrames === undefined ? Number.NaN : loopFrames.max - loopFrames.min;
    const medianText = `median loop latency ${median.toFixed(3)} frames`;
    const spreadText = `spread of the loop latency ${spread.toFixed(3)} frames`;
    return [
      ...maxLimit('max-latency', maxLatency, median, medianText),
      ...maxLimit('max-spread', maxSpread, spread, spreadText),
      forbidden(
        'not-detected',
        undetected,
        () =>
          `test signal not detected in ${undetected.length} of ${runs.length} runs; ` +
          'check the cable and the levels on both sides',
      ),
    ];
  },
  sections: ({ measured, opened }) => [
    { kind: 'rows', rows: latencyRows(measured.result, opened) },
  ],
  plots: (run) => latencyPlots(rawColumn(run, 'loopFrames')),
});

function latencyRows(result: LatencyResult, { identity, params }: OpenedDevice): Row[] {
  const { loopFrames, runs, discarded, captureDevice } = result;
  const late = discarded === 0 ? '' : `; ${discarded} late runs discarded`;
  const device = captureDevice === identity.name ? '' : `by ${captureDevice} `;
  const detected = `detected ${device}in ${result.detected} of ${runs.length} runs${late}`;
  if (loopFrames === undefined) {
    return [row('loop', warning('not detected'), detected), levelRow(runs)];
  }
  const { rateHz, bufferSize } = params;
  const formatFrames = (count: number) =>
    `${count.toFixed(3)} frames, ${formatDuration((count * 1e9) / rateHz)}`;
  const detectedRuns = runs.filter((run) => run.detected);
  const queued = Math.round(result.ringFrames! - loopFrames.p50);
  return [
    row('loop', formatFrames(loopFrames.p50), `from hw_ptr to hw_ptr; ${detected}`),
    spreadRow(loopFrames),
    reportedDelayRow(result, loopFrames.p50, detectedRuns, formatFrames),
    row(
      'ring to ring',
      formatFrames(result.ringFrames!),
      `with ${queued} of ${bufferSize} frames queued ahead`,
    ),
    signalRow(result, detectedRuns),
    pointerOffsetRow(detectedRuns),
    levelRow(runs),
  ];
}

function spreadRow({ min, max, deviation }: Summary): Row {
  const range = `${min.toFixed(3)} to ${max.toFixed(3)}`;
  const note = `${range}, standard deviation ${deviation.toFixed(4)}`;
  return row('spread', `${(max - min).toFixed(3)} frames`, note);
}

function reportedDelayRow(
  { claimedFrames }: LatencyResult,
  loopFrames: number,
  runs: readonly LatencyRun[],
  formatFrames: (count: number) => string,
): Row {
  const name = 'reported delay';
  if (claimedFrames === undefined) {
    return row(name, 'pointers only', 'the simulated card has no DELAY ioctl');
  }
  const median = (side: 'playback' | 'capture') =>
    medianOf(runs.map((run) => run.claimedFrames![side]));
  return row(
    name,
    `${claimedFrames} frames`,
    `beyond the pointers: playback ${median('playback')}, capture ${median('capture')}; ` +
      `not reported: ${formatFrames(loopFrames - claimedFrames)}`,
  );
}

function signalRow({ inverted, gain }: LatencyResult, runs: readonly LatencyRun[]): Row {
  const confidence = Math.min(...runs.map((run) => run.confidence));
  const gainDb = 20 * Math.log10(Math.abs(gain!));
  return row(
    'signal',
    inverted ? warning('inverted') : 'not inverted',
    `gain ${gainDb.toFixed(2)} dB, on channel ${runs[0]!.channel + 1}; ` +
      `confidence ${confidence.toFixed(1)}`,
  );
}

/** Shows if the pointers of both sides count the same frames. */
function pointerOffsetRow(runs: readonly LatencyRun[]): Row {
  const spread = Math.max(...runs.map(({ offset }) => offset.spreadFrames));
  const ppm = medianOf(runs.map(({ offset }) => offset.ppm));
  return row(
    'pointers',
    ppm === 0 ? 'one clock' : warning(`capture ${ppm.toFixed(1)} ppm off`),
    `pointer offset uncertainty ${spread.toFixed(2)} frames`,
  );
}

function levelRow(runs: readonly LatencyRun[]): Row {
  const peak = Math.max(...runs.map(({ peakDbfs }) => peakDbfs));
  const rms = Math.max(...runs.map(({ rmsDbfs }) => rmsDbfs));
  const clipped = runs.reduce((sum, run) => sum + run.clipped, 0);
  const formatLevel = (dbfs: number) =>
    Number.isFinite(dbfs) ? `${dbfs.toFixed(1)} dBFS` : 'silence';
  const notes: Cell[] = [`peak; RMS ${formatLevel(rms)}`];
  if (clipped > 0) notes.push(warning(`${clipped} samples clipped: lower the level`));
  return row('level', formatLevel(peak), ...notes);
}

function medianOf(values: readonly number[]): number {
  return summary(values)!.p50;
}

/** Loop latency by run; no plot if all runs agree. */
function latencyPlots(loopFrames: Float64Array): Plot[] {
  if (loopFrames.every((frames) => frames === loopFrames[0])) return [];
  return [
    {
      kind: 'trace',
      title: 'Loop latency by run',
      x: loopFrames.map((_, run) => run + 1),
      y: loopFrames,
      xUnit: '',
      yUnit: 'frames',
      xLabel: 'run',
      yLabel: 'loop latency',
      marks: [],
    },
  ];
}
