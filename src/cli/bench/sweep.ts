import { secondsBetweenXruns } from '../../measure/sweep/confidence.js';
import {
  DEFAULT_GRID,
  ringFrames,
  type SweepGrid,
  type SweepRun,
} from '../../measure/sweep/points.js';
import { CONFIRM_TIMES, type SmallestRing, type SweepResult } from '../../measure/sweep/runner.js';
import { WHY_OPTION } from '../options/common.js';
import { defineOptions, type ValuesOf } from '../options/spec.js';
import { duration, integer, list, sampleRate, sizeRange } from '../options/types.js';
import type { LimitResult } from './experiment.js';
import { defineExperiment } from './experiment.js';
import { disconnectedLimit } from './limits.js';
import { mutedList } from './sections.js';
import { skippedNotes, smallestRows, sweepTable, wakeupLatencyPlots } from './sweep-results.js';

const MAX_PERIODS = 1024;
const GROUP = 'Experiment: sweep';

const options = defineOptions({
  periodSizes: {
    group: GROUP,
    type: sizeRange(integer(1, 2 ** 24, 'FRAMES', 'frames'), 'SIZES'),
    summary: 'period sizes to try: 64:4096 for each power of two, or a list',
    defaultText: '64:4096',
  },
  periods: {
    group: GROUP,
    type: list(integer(1, MAX_PERIODS), 'COUNTS'),
    summary: 'numbers of periods per buffer to try',
    defaultText: '2,3,4',
  },
  rates: {
    group: GROUP,
    type: list(sampleRate(), 'RATES'),
    summary: 'sample rates to try, such as 44.1k,48k',
    defaultText: "the device's",
    conflictsWith: ['rate'],
  },
  pointDuration: {
    group: GROUP,
    type: duration(1e-3, 3600),
    summary: `time per buffer; the smallest one that survives runs ${CONFIRM_TIMES} times as long`,
    defaultText: '2 s',
    conflictsWith: ['duration'],
  },
  maxRing: {
    group: GROUP,
    type: integer(1, 2 ** 31, 'FRAMES', 'frames'),
    summary: 'exit with 7 if, at some rate, only larger buffers survive',
  },
  ...WHY_OPTION,
});

export const sweep = defineExperiment({
  name: 'sweep',
  options,
  rejects: {
    periodSize: 'sweep varies the period size: use --period-sizes',
    bufferSize: 'sweep varies the buffer size: use --period-sizes and --periods',
  },
  variesBuffer: true,
  settings: (values) => ({ sweep: gridFromOptions(values) }),
  durationSeconds: (values) => {
    const { periodSizes, periods, ratesHz, pointSeconds } = gridFromOptions(values);
    if (pointSeconds === undefined) return undefined;
    const rates = ratesHz?.length ?? 1;
    return pointSeconds * rates * (periodSizes.length * periods.length + CONFIRM_TIMES);
  },
  limits: ({ measured: { result } }, { maxRing }) => [
    ...disconnectedLimit(result.gone, 'the run with'),
    ...(maxRing === undefined ? [] : result.smallest.map((each) => ringLimit(each, maxRing))),
  ],
  document: ({ measured: { result } }) => sweepDocument(result),
  sections: ({ measured: { result } }) => [
    { kind: 'rows', rows: smallestRows(result) },
    { kind: 'table', ...sweepTable(result) },
    mutedList(skippedNotes(result)),
  ],
  plots: wakeupLatencyPlots,
});

function gridFromOptions(values: ValuesOf<typeof options>): SweepGrid {
  return {
    periodSizes: values.periodSizes ?? DEFAULT_GRID.periodSizes,
    periods: values.periods ?? DEFAULT_GRID.periods,
    ratesHz: values.rates,
    pointSeconds: values.pointDuration,
  };
}

function ringLimit({ rateHz, ring }: SmallestRing, limit: number): LimitResult {
  const measured = ring === undefined ? Number.NaN : ringFrames(ring);
  const message =
    ring === undefined
      ? `no buffer survived at ${rateHz} Hz (--max-ring=${limit})`
      : `smallest surviving buffer at ${rateHz} Hz has ${measured} frames, ` +
        `which exceeds --max-ring=${limit}`;
  return { name: 'max-ring', limit, measured, within: measured <= limit, message };
}

function sweepDocument(result: SweepResult): object {
  return {
    ...result,
    runs: result.runs.map(runDocument),
    smallest: result.smallest.map(({ rateHz, ring, confirmed, struckOut }) => ({
      rateHz,
      ring: ring && runDocument(ring),
      confirmed: confirmed && runDocument(confirmed),
      secondsBetweenXruns: confirmed && secondsBetweenXruns(confirmed.seconds),
      struckOut: struckOut.map(runDocument),
    })),
  };
}

function runDocument(run: SweepRun): object {
  return { ...run, reason: run.reason === '' ? null : run.reason };
}
