import { describe, expect, it } from 'vitest';
import { InfoFlag } from '../../../src/device/abi.js';
import { UpdateKind } from '../../../src/measure/pointer/samples.js';
import { pointerStatistic } from '../../../src/measure/pointer/statistic.js';

const RATE_HZ = 48_000;
const PARAMS = { rateHz: RATE_HZ, periodSize: 480, bufferSize: 1920, infoFlags: 0 };
const START_NS = 1e9;

type Update = readonly [frame: number, kind: number, atMs?: number];

/** Statistic of these updates, each at the time its frame is due unless given. */
function statisticOf(
  updates: readonly Update[],
  { infoFlags = 0, queries = 1000, tailMs = 0 } = {},
) {
  const rows: readonly Update[] = [[0, UpdateKind.START], ...updates];
  const atNs = rows.map(([frame, , atMs]) =>
    atMs === undefined ? (frame * 1e9) / RATE_HZ : atMs * 1e6,
  );
  return pointerStatistic(
    {
      frame: rows.map(([frame]) => frame),
      kind: rows.map(([, kind]) => kind),
      stampNs: atNs.map((ns, row) => (row === 0 ? 0 : START_NS + ns)),
      seenNs: atNs.map((ns) => START_NS + ns + 1000),
    },
    {
      params: { ...PARAMS, infoFlags },
      queries,
      lookNs: 250_000,
      endNs: START_NS + atNs[atNs.length - 1]! + tailMs * 1e6,
    },
  );
}

const every = (step: number, count: number, kind: number): Update[] =>
  Array.from({ length: count }, (_, i) => [(i + 1) * step, kind] as const);

describe('the granularity of a pointer', () => {
  it('is frames if steps are small, of all sizes, and follow the elapsed time', () => {
    const updates = every(1, 400, UpdateKind.ASKED).map(([i]): Update => {
      return [i * 12 + (i % 5), UpdateKind.ASKED];
    });
    expect(statisticOf(updates)).toMatchObject({ granularity: 'frame', blockFrames: 1 });
  });

  it('is a block for steps of one size, exact or approximate', () => {
    expect(statisticOf(every(96, 50, UpdateKind.ASKED))).toMatchObject({
      granularity: 'block',
      blockFrames: 96,
      exactBlocks: true,
    });
    const uneven = every(1, 60, UpdateKind.ASKED).map(([i]): Update => {
      return [i * 96 + (i % 7), UpdateKind.ASKED];
    });
    const { granularity, blockFrames, exactBlocks } = statisticOf(uneven);
    expect({ granularity, exactBlocks }).toEqual({ granularity: 'block', exactBlocks: false });
    expect(Math.abs(blockFrames - 97)).toBeLessThan(3);
  });

  it('is the largest block if blocks of several sizes are mixed, not the median of them', () => {
    const sizes = [111, 420, 97, 405, 410, 203];
    const mixed: Update[] = [];
    for (let i = 0, at = 0; i < 60; i++) {
      at += sizes[i % sizes.length]!;
      mixed.push([at, UpdateKind.ASKED]);
    }
    const { granularity, blockFrames, exactBlocks } = statisticOf(mixed);
    expect({ granularity, blockFrames, exactBlocks }).toEqual({
      granularity: 'block',
      blockFrames: 420,
      exactBlocks: false,
    });
  });

  it('is a block for steps above half a period, as the pointer also moves within a period', () => {
    const uneven = every(1, 60, UpdateKind.ASKED).map(([i]): Update => {
      return [i * 300 + (i % 5), UpdateKind.ASKED];
    });
    expect(statisticOf(uneven)).toMatchObject({ granularity: 'block', exactBlocks: false });
  });

  it('is a period if no query moves it, even with uneven interrupts', () => {
    expect(statisticOf(every(480, 20, UpdateKind.ALONE))).toMatchObject({ granularity: 'period' });
    const uneven = every(1, 20, UpdateKind.ALONE).map(([i]): Update => {
      return [i * 480 + (i % 3), UpdateKind.ALONE];
    });
    expect(statisticOf(uneven)).toMatchObject({ granularity: 'period', exactBlocks: false });
  });

  it('is unknown if the pointer hardly moved or was not queried', () => {
    expect(statisticOf([])).toMatchObject({ granularity: 'unknown', firstUpdateNs: undefined });
    expect(statisticOf(every(480, 5, UpdateKind.ALONE), { queries: 0 }).granularity).toBe(
      'unknown',
    );
  });
});

describe('the agreement of flags and movement', () => {
  const { BATCH, BLOCK_TRANSFER } = InfoFlag;
  it.each([
    ['periods', 480, UpdateKind.ALONE, 0, false],
    ['periods', 480, UpdateKind.ALONE, BLOCK_TRANSFER, false],
    ['periods', 480, UpdateKind.ALONE, BATCH, true],
    ['blocks', 96, UpdateKind.ASKED, 0, false],
    ['blocks', 96, UpdateKind.ASKED, BLOCK_TRANSFER, true],
    ['blocks', 96, UpdateKind.ASKED, BATCH, true],
  ] as const)('%s of %i frames, kind %i, flags %i: %s', (_, step, kind, infoFlags, agrees) => {
    const { claims } = statisticOf(every(step, 40, kind), { infoFlags });
    expect(claims).toMatchObject({
      agrees,
      batch: infoFlags === BATCH,
      blockTransfer: infoFlags === BLOCK_TRANSFER,
    });
  });
});

describe('the faults of a pointer', () => {
  const calm = every(480, 10, UpdateKind.ALONE);

  it('are absent if every update is due', () => {
    const { faults, largestLeadFrames, largestLagFrames } = statisticOf(calm);
    expect(faults).toEqual([]);
    expect(largestLeadFrames).toBeLessThan(0.01);
    expect(largestLagFrames).toBeLessThan(0.01);
  });

  it('include a step back of one frame', () => {
    const { faults, interruptSteps } = statisticOf([...calm, [4799, UpdateKind.ASKED, 101]]);
    expect(faults).toEqual([
      { what: 'backward', atFrame: 4800, frames: 1, atNs: 1e8, durationNs: 1e6, resumes: true },
    ]);
    expect(interruptSteps!.count).toBe(9);
  });

  it('include a jump, more than a period ahead of the elapsed time, to the frame', () => {
    const at = (lead: number) =>
      statisticOf([...calm, [5280 + lead, UpdateKind.ALONE, 110]]).faults;
    expect(at(480)).toEqual([]);
    expect(at(481)).toMatchObject([{ what: 'jump', atFrame: 4800, frames: 481 }]);
  });

  it('include a slip, more than half a period behind the elapsed time', () => {
    const at = (lag: number) => statisticOf([...calm, [5280 - lag, UpdateKind.ALONE, 110]]).faults;
    expect(at(240)).toEqual([]);
    expect(at(241)).toMatchObject([{ what: 'slip', atFrame: 4800, frames: 241 }]);
  });

  it('include a stall: 200 ms without a frame, whether it continues or not', () => {
    expect(statisticOf(calm, { tailMs: 199 }).faults).toEqual([]);
    expect(statisticOf(calm, { tailMs: 201 }).faults).toMatchObject([
      { what: 'stuck', atFrame: 4800, resumes: false },
    ]);
    expect(statisticOf([...calm, [4900, UpdateKind.ASKED, 350]]).faults).toMatchObject([
      { what: 'stuck', atFrame: 4800, resumes: true, durationNs: 250e6 },
    ]);
  });

  it('do not include an interval in which the observer slept', () => {
    expect(statisticOf([...calm, [16_800, UpdateKind.ASKED, 350]]).faults).toEqual([]);
  });

  it('include the time before the first update only if there is no update', () => {
    const late = statisticOf([
      [480, UpdateKind.ALONE, 1900],
      [960, UpdateKind.ALONE, 1910],
    ]);
    expect(late.faults).toEqual([]);
    expect(late.firstUpdateNs).toBe(1.9e9);
    expect(statisticOf([], { tailMs: 1900 }).faults).toMatchObject([
      { what: 'stuck', atFrame: 0, resumes: false },
    ]);
  });
});

it('an update seen before its timestamp is written makes no interval', () => {
  const ms = [0, 10, 20, 30];
  const { interruptIntervalsNs, interruptSteps } = pointerStatistic(
    {
      frame: ms.map((at) => at * 48),
      kind: ms.map((at) => (at === 0 ? UpdateKind.START : UpdateKind.ALONE)),
      stampNs: ms.map((at) => (at < 20 ? 0 : START_NS + at * 1e6)),
      seenNs: ms.map((at) => START_NS + at * 1e6 + 1000),
    },
    { params: PARAMS, queries: 0, lookNs: 250_000, endNs: START_NS + 31e6 },
  );
  expect(interruptIntervalsNs).toMatchObject({ count: 1, max: 10e6 });
  expect(interruptSteps).toMatchObject({ count: 2 });
});

describe('timestamps that were read before they were stored', () => {
  /** 20 periods; every fifth row has the timestamp of the row before, and was read 19 ms late. */
  const frame = Array.from({ length: 20 }, (_, row) => row * 480);
  const dueNs = frame.map((at) => START_NS + (at * 1e9) / RATE_HZ);
  const isStale = (row: number) => row % 5 === 4;
  const samples = {
    frame,
    kind: frame.map(() => UpdateKind.ALONE),
    stampNs: dueNs.map((_, row) => (row === 0 ? 0 : dueNs[isStale(row) ? row - 1 : row]!)),
    seenNs: dueNs.map((ns, row) => ns + (isStale(row) ? 19e6 : 1000)),
  };
  const setting = { params: PARAMS, queries: 0, lookNs: 250_000, endNs: dueNs.at(-1)! + 20e6 };

  it('are no fault of the pointer, and no deviation from the time', () => {
    const { faults, largestLagFrames, largestLeadFrames } = pointerStatistic(samples, setting);
    expect(faults).toEqual([]);
    expect(largestLagFrames).toBeLessThan(1);
    expect(largestLeadFrames).toBeLessThan(1);
  });

  it('hide no fault: the next timestamp counts from the last good one', () => {
    const shifted = { ...samples, frame: frame.map((at, row) => (row >= 9 ? at + 700 : at)) };
    expect(pointerStatistic(shifted, setting).faults).toMatchObject([
      { what: 'jump', frames: 700 },
    ]);
  });
});
