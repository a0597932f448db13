import { AlsaMmapError } from '../../device/errors.js';
import { secondsBetweenXruns } from '../../measure/sweep/confidence.js';
import {
  DEFAULT_GRID,
  ringFrames,
  type SweepGrid,
  type SweepRun,
} from '../../measure/sweep/points.js';
import { HOLD_TIMES, type SmallestRing } from '../../measure/sweep/runner.js';
import type { OptionValues } from '../command.js';
import { integerBetween, numberBetween } from '../options.js';
import { integerList, sizeList } from '../text/number-list.js';
import { goneVerdicts, type LimitVerdict } from './limit.js';
import type { ExperimentTerms } from './terms.js';

const MOST_PERIODS = 1024;

export const sweepTerms: ExperimentTerms<'sweep'> = {
  options: {
    'period-sizes': {
      placeholder: 'SIZES',
      summary: 'sweep: period sizes to try, 64:4096 for each power of two, or a list (64:4096)',
      expects:
        'frames, as FROM:TO, which doubles from one to the next, or as a list such as 48,64,96',
      parse: sizeList(1, 2 ** 24),
    },
    periods: {
      placeholder: 'COUNTS',
      summary: 'sweep: how many periods in the ring (2,3,4)',
      expects: `a list of whole numbers from 1 to ${MOST_PERIODS}, such as 2,3,4`,
      parse: integerList(1, MOST_PERIODS),
    },
    rates: {
      placeholder: 'RATES',
      summary: 'sweep: rates to try (the usual one)',
      expects: 'a list of whole numbers of Hz, such as 44100,48000',
      parse: integerList(1, 10_000_000),
    },
    'point-seconds': {
      placeholder: 'SECONDS',
      summary: `sweep: how long at each point (2), and ${HOLD_TIMES} times as long on the smallest ring`,
      expects: 'seconds above 0, up to 3600',
      parse: numberBetween(1e-3, 3600),
    },
    'max-ring': {
      placeholder: 'FRAMES',
      summary: 'sweep: exit with 7 if no ring of so many frames or fewer survives, at some rate',
      expects: 'a whole number of frames',
      parse: integerBetween(1, 2 ** 31),
    },
  },
  settings: (values) => ({ sweep: gridOf(values) }),
  durationSeconds: (values) => {
    const { periodSizes, periods, ratesHz, pointSeconds } = gridOf(values);
    if (pointSeconds === undefined) return undefined;
    const rates = ratesHz?.length ?? 1;
    return pointSeconds * rates * (periodSizes.length * periods.length + HOLD_TIMES);
  },
  limits: ({ measured }, values) => {
    const { gone, smallest } = measured.result;
    const limit = values['max-ring'] as number | undefined;
    const rings = limit === undefined ? [] : smallest.map((each) => ringVerdict(each, limit));
    return [...goneVerdicts(gone, 'the ring'), ...rings];
  },
  document: ({ measured: { result } }) => ({
    ...result,
    gone: result.gone ?? null,
    runs: result.runs.map(runDocument),
    smallest: result.smallest.map(({ rateHz, ring, held, struckOut }) => ({
      rateHz,
      ring: ring === undefined ? null : runDocument(ring),
      held: held === undefined ? null : runDocument(held),
      secondsBetweenXruns: held === undefined ? null : secondsBetweenXruns(held.seconds),
      struckOut: struckOut.map(runDocument),
    })),
  }),
};

/** @throws USAGE for options that contradict each other, or what is varied here */
function gridOf(values: OptionValues): SweepGrid {
  for (const [fixed, varied] of FIXED) {
    if (values[fixed] === undefined) continue;
    throw new AlsaMmapError('USAGE', `--${fixed} is what sweep varies: use ${varied}`);
  }
  for (const [one, other] of EITHER) {
    if (values[one] === undefined || values[other] === undefined) continue;
    throw new AlsaMmapError('USAGE', `--${one} and --${other} exclude each other`);
  }
  return {
    periodSizes: (values['period-sizes'] as number[] | undefined) ?? DEFAULT_GRID.periodSizes,
    periods: (values['periods'] as number[] | undefined) ?? DEFAULT_GRID.periods,
    ratesHz: values['rates'] as number[] | undefined,
    pointSeconds: values['point-seconds'] as number | undefined,
  };
}

const FIXED = [
  ['period-size', '--period-sizes'],
  ['buffer-size', '--period-sizes and --periods'],
] as const;
const EITHER = [
  ['rate', 'rates'],
  ['duration', 'point-seconds'],
] as const;

function ringVerdict({ rateHz, ring }: SmallestRing, limit: number): LimitVerdict {
  const measured = ring === undefined ? Number.NaN : ringFrames(ring);
  const found =
    ring === undefined
      ? 'no ring survives'
      : `the smallest ring that survives has ${measured} frames`;
  return {
    name: 'max-ring',
    limit,
    measured,
    within: measured <= limit,
    text: `at ${rateHz} Hz ${found}: more than --max-ring=${limit}`,
  };
}

function runDocument(run: SweepRun): object {
  return {
    ...run,
    reason: run.reason === '' ? null : run.reason,
    lateNs: run.lateNs ?? null,
    lowFrames: run.lowFrames ?? null,
  };
}
