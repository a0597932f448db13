import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { median } from '../../src/measure/statistic/percentiles.js';
import { isThere } from './cards.js';
import { alsaMmap } from './program.js';

interface Cost {
  readonly name: string;
  readonly ns: { readonly p50: number } | null;
  readonly pageReads: number | null;
}

function resultOf(...words: string[]) {
  const { status, stdout, stderr } = alsaMmap('bench', ...words, '--json');
  expect(status, stderr).toBe(0);
  return JSON.parse(stdout).experiments[0].result;
}

const ROUNDS = 3;
const INTERVAL_US = 10_000;

/** Wake-up latency of cyclictest at that interval, in nanoseconds: the median of `loops`. */
function cyclictestNs(loops: number): number {
  const words = ['-t1', '-p80', '-a1', `-i${INTERVAL_US}`, `-l${loops}`, '-q', '-h30000'];
  const { status, stdout, stderr } = spawnSync('cyclictest', words, { encoding: 'utf8' });
  expect(status, stderr).toBe(0);
  const delaysUs: number[] = [];
  for (const [, us, count] of stdout.matchAll(/^(\d+)\s+(\d+)$/gm)) {
    for (let i = 0; i < Number(count); i++) delaysUs.push(Number(us));
  }
  return median(delaysUs) * 1000;
}

/** The same of poll(2) on a card whose interrupt is a timer of that interval. */
function pollNs(device: string, seconds: number): number {
  const thread = ['--realtime=80', '--cpu', '1'];
  const ring = ['-r', '48000', '--period-size', `${INTERVAL_US}us`, '--buffer-size', '100ms'];
  const words = ['wakeup', device, ...ring, ...thread, '--warmup', '0.5', '-d', `${seconds}`];
  return resultOf(...words).stagesNs.poll.p50;
}

describe('bench on a kernel', () => {
  it.each(['hw:Dummy', 'hw:AC97'].filter(isThere))(
    'a read of the page costs at most a twentieth of snd_pcm_avail: %s',
    (device) => {
      const words = ['overhead', device, '--warmup', '3', '-d', '2'];
      const { costs } = resultOf(...words) as { costs: Cost[] };
      const cost = (name: string) => costs.find((one) => one.name === name)!;
      expect(costs.filter(({ ns }) => ns === null)).toEqual([]);
      // Timed in C: 31 to 40 page reads on the emulated processor.
      expect(cost('snd_pcm_avail').pageReads).toBeGreaterThanOrEqual(20);
      expect(cost('hwPtr()').pageReads).toBe(1);
    },
  );

  // Not closer than a factor of two: cyclictest counts from the timer, the delay of poll from the
  // timestamp of the pointer update, after which the sound core does more (docs/benchmarks.md).
  it.each(['hw:Dummy'].filter(isThere))(
    'measures the latency of cyclictest at the same priority within a factor of two: %s',
    (device) => {
      const ours: number[] = [];
      const theirs: number[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        ours.push(pollNs(device, 2));
        theirs.push(cyclictestNs(200));
      }
      const ratio = median(ours) / median(theirs);
      expect(ratio, `${ours} against ${theirs}`).toBeGreaterThan(0.5);
      expect(ratio, `${ours} against ${theirs}`).toBeLessThan(2);
    },
  );

  it.each(['hw:AC97', 'hw:USB'].filter(isThere))(
    'splits the cycles of a client into stages: %s',
    (device) => {
      const { cycles, timestamps, stagesNs, headroomFrames, xruns } = resultOf(
        'wakeup',
        device,
        ...['--period-size', '1024', '--buffer-size', '8192', '-d', '2'],
      );
      expect({ timestamps, xruns }).toEqual({ timestamps: 'monotonic', xruns: [] });
      expect(cycles).toBeGreaterThan(50);
      expect(stagesNs.poll.p50).toBeGreaterThan(0);
      expect(stagesNs.whole.p50).toBeGreaterThan(stagesNs.poll.p50);
      expect(headroomFrames.p50).toBeGreaterThan(4096);
      expect(headroomFrames.max).toBeLessThanOrEqual(8192 - 1024);
    },
  );
});
