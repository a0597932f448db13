import { expect, it } from 'vitest';
import type { CheckBench } from '../../../src/measure/check/bench.js';
import { POINTER_CHECKS } from '../../../src/measure/check/pointer-checks.js';
import type { Verdict } from '../../../src/measure/check/verdict.js';
import type { Watched } from '../../../src/measure/check/watch.js';
import { UpdateKind } from '../../../src/measure/pointer/samples.js';
import { seeded } from '../seeded.js';

const pointerRate = POINTER_CHECKS.find(({ name }) => name === 'pointer-rate')!;
const PARAMS = { periodSize: 1024, rateHz: 48_000 };
const UPDATES = 1000;
const STEP_NS = 2e6;

/** Judges a pointer that was at `frameAt(ns)` every 2 ms. */
function judge(frameAt: (ns: number) => number): Promise<Verdict> {
  const timeNs = Float64Array.from({ length: UPDATES }, (_, row) => 1e9 + row * STEP_NS);
  const frame = timeNs.map((ns) => Math.floor(frameAt(ns - 1e9)));
  const kind = frame.map(() => UpdateKind.ASKED);
  const watched = {
    params: PARAMS,
    rows: { frame, kind },
    timeNs,
    faults: { faults: [] },
  } as unknown as Watched;
  const bench = { onWatched: async (work: (watched: Watched) => Verdict) => work(watched) };
  return pointerRate.run(bench as unknown as CheckBench);
}

/** Error of the rate in percent, and its uncertainty. */
function percentOf({ evidence }: Verdict): { error: number; within: number } {
  const [, error, within] = /([+-][\d.]+) \+- ([\d.]+) %/.exec(evidence)!;
  return { error: Number(error), within: Number(within) };
}

it.each([1, 2, 3, 4, 5])(
  'contains the rate of ES1370, whose pointer moves in blocks: seed %i',
  async (seed) => {
    const { even } = seeded(seed);
    let [from, block] = [0, 0];
    const verdict = await judge((ns) => {
      const frame = (ns * 1_411_200) / 29 / 1e9;
      while (frame >= from + block) [from, block] = [from + block, 620 + Math.floor(80 * even())];
      return from;
    });
    expect(verdict.outcome).toBe('failed');
    const { error, within } = percentOf(verdict);
    expect(Math.abs(error - 1.379)).toBeLessThan(within);
    expect(within).toBeLessThan(0.35);
  },
);

it('does not judge the rate of a pointer that was late by 60 ms from the middle on', async () => {
  const verdict = await judge((ns) => ((ns < 1e9 ? ns : ns - 6e7) * PARAMS.rateHz) / 1e9);
  const { error, within } = percentOf(verdict);
  expect(error).toBeLessThan(-1);
  expect(within).toBeGreaterThan(-1 - error);
  expect(verdict.outcome).toBe('skipped');
});
