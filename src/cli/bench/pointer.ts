import type { PcmParams } from '../../device/params.js';
import { UpdateKind } from '../../measure/pointer/samples.js';
import type { PointerResult } from '../../measure/pointer/statistic.js';
import type { Summary } from '../../measure/statistic/percentiles.js';
import type { WindowResult } from '../../measure/window/statistic.js';
import { histogramPlots } from '../../report/plot.js';
import type { Cell, Row } from '../../report/report.js';
import { defineOptions } from '../options/spec.js';
import { integer } from '../options/types.js';
import { formatDuration } from '../text/timestamp.js';
import { defineExperiment, type ExperimentRun } from './experiment.js';
import { captureDeviceOption } from './latency.js';
import { forbidden, maxLimit } from './limits.js';
import { faultRows } from './pointer-faults.js';
import { rawColumn, row, warning } from './sections.js';

export const pointer = defineExperiment({
  name: 'pointer',
  options: defineOptions({
    captureDevice: captureDeviceOption,
    maxStep: {
      group: 'Experiment: pointer',
      type: integer(1, 2 ** 31, 'FRAMES', 'frames'),
      summary: 'exit with 7 if hw_ptr advances by more in one step',
    },
  }),
  settings: ({ captureDevice }) => ({ otherDevice: captureDevice }),
  limits: ({ measured: { result } }, { maxStep }) => {
    const { largestStepFrames: step, faults } = result;
    const backward = faults.filter(({ what }) => what === 'backward');
    const stalls = faults.filter(({ what }) => what === 'stuck');
    return [
      ...maxLimit('max-step', maxStep, step, `largest hw_ptr step ${step} frames`),
      forbidden(
        'backward',
        backward,
        ({ frames, atFrame }) => `hw_ptr moved backward by ${frames} frames at frame ${atFrame}`,
      ),
      forbidden(
        'stall',
        stalls,
        ({ atFrame, durationNs }) =>
          `hw_ptr did not move for ${(durationNs / 1e9).toFixed(2)} s at frame ${atFrame} ` +
          'while the stream was running',
      ),
    ];
  },
  document: ({ measured: { result } }) => ({ ...result, window: result.window }),
  sections: ({ measured, opened }) => [
    { kind: 'rows', rows: pointerRows(measured.result, opened.params) },
  ],
  plots: (run) => [
    ...histogramPlots('Steps on query', stepFrames(run, UpdateKind.ASKED), 'frames', 'step'),
    ...histogramPlots('Steps at interrupts', stepFrames(run, UpdateKind.ALONE), 'frames', 'step'),
  ],
});

function pointerRows(result: PointerResult, { rateHz, bufferSize }: PcmParams): Row[] {
  const { updates, interruptSteps, interruptIntervalsNs, querySteps, faults } = result;
  const total = updates.alone + updates.between + updates.asked;
  const percent = total === 0 ? 0 : Math.round((100 * updates.asked) / total);
  return [
    row('granularity', formatGranularity(result), infoFlagsNote(result)),
    row('at interrupts', formatSteps(interruptSteps), formatIntervals(interruptIntervalsNs)),
    row(
      'on query',
      formatSteps(querySteps),
      `${updates.queries} queries, ${updates.asked} updates; ${percent} % of all updates`,
    ),
    row(
      'deviation from time',
      `${result.largestLeadFrames.toFixed(1)} frames ahead, ` +
        `${result.largestLagFrames.toFixed(1)} behind`,
      'maximum in one step',
    ),
    row(
      'first update',
      result.firstUpdateNs === undefined ? 'none' : formatDuration(result.firstUpdateNs),
      'after the start of the measurement',
    ),
    ...loopRows(result.window),
    ...faultRows(faults, rateHz, bufferSize),
  ];
}

/** Access window of the hardware, measured over a loop. */
function loopRows(window: WindowResult | undefined): Row[] {
  if (window === undefined) return [];
  const { readAheadFrames: ahead, staleFrames, rewrites, reads } = window;
  if (ahead === undefined) return [row('loop', 'not detected', 'read-ahead unknown')];
  return [
    row(
      'read-ahead',
      ahead.min === ahead.max ? `${ahead.max} frames` : `${ahead.min} to ${ahead.max} frames`,
      `data written closer to hw_ptr was not played; ${rewrites} rewrites`,
    ),
    row(
      'stale data',
      `${staleFrames} frames`,
      `data read closer to the capture hw_ptr was not complete; ${reads} reads`,
    ),
  ];
}

function formatGranularity({ granularity, blockFrames, exactBlocks }: PointerResult): string {
  const frames = `${exactBlocks ? '' : 'up to '}${blockFrames} frames`;
  switch (granularity) {
    case 'frame':
      return '1 frame';
    case 'block':
      return frames;
    case 'period':
      return `1 period, ${frames}`;
    case 'unknown':
      return 'unknown, too few updates';
  }
}

/** Compares the measured granularity with the driver's INFO flags. */
function infoFlagsNote({ granularity, claims }: PointerResult): Cell {
  const { batch, blockTransfer } = claims;
  switch (granularity) {
    case 'unknown':
      return '';
    case 'frame':
      return batch ? 'finer than the BATCH flag says' : 'no block transfer, as the flags say';
    case 'period':
      return batch
        ? 'period transfer, as the BATCH flag says'
        : warning('period transfer; the driver does not set BATCH');
    case 'block':
      return batch || blockTransfer
        ? `block transfer, as the ${batch ? 'BATCH' : 'BLOCK_TRANSFER'} flag says`
        : warning('block transfer; the driver does not set BATCH or BLOCK_TRANSFER');
  }
}

function formatSteps(steps: Summary | undefined): string {
  if (steps === undefined) return 'no steps';
  const { count, min, p50, max } = steps;
  return min === max
    ? `${count} steps of ${p50}`
    : `${count} steps, median ${p50}, ${min} to ${max}`;
}

function formatIntervals(ns: Summary | undefined): string {
  if (ns === undefined) return 'too few interrupts to measure their interval';
  return `every ${formatDuration(ns.p50)}, ${formatDuration(ns.min)} to ${formatDuration(ns.max)}`;
}

/** Sizes of the steps of one kind; steps at interrupts count only between two such updates. */
function stepFrames(run: ExperimentRun, kind: number): number[] {
  const kinds = rawColumn(run, 'kind');
  const frames = rawColumn(run, 'frame');
  const steps: number[] = [];
  for (let row = 1; row < kinds.length; row++) {
    const previous = kinds[row - 1];
    if (kinds[row] !== kind || (kind === UpdateKind.ALONE && previous !== kind)) continue;
    steps.push(frames[row]! - frames[row - 1]!);
  }
  return steps;
}
