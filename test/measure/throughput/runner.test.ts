import { describe, expect, it } from 'vitest';
import { THREAD_TIME } from '../../../src/measure/measure-time.js';
import type { MeasureTask } from '../../../src/measure/plan.js';
import { MeasureProgress } from '../../../src/measure/progress.js';
import { runThroughput } from '../../../src/measure/throughput/runner.js';
import { ManualTime } from '../../../src/sim/time.js';
import { openIn, sizes } from '../../core/on-the-sim.js';

/** Task on a card whose own time does not advance; speeds are measured with the real clock. */
function task(name: string, direction: 'playback' | 'capture' = 'playback'): MeasureTask {
  const manual = new ManualTime();
  return {
    open: async (change) => openIn(manual, name, { direction, ...sizes(256, 1024), ...change }),
    plan: { warmupSeconds: 0, durationSeconds: 0.05 },
    settings: {},
    mmap: {},
    progress: new MeasureProgress(),
    time: THREAD_TIME,
  };
}

describe('the throughput of frame copies', () => {
  it('is reported for both accesses, for ring and memory, from the raw samples', async () => {
    const { result, raw, seconds } = await runThroughput(task('sim'));
    const accesses = new Set(result.cases.map(({ access }) => access));
    expect([...accesses]).toEqual(['MMAP_INTERLEAVED', 'MMAP_NONINTERLEAVED']);
    expect(result.refused).toEqual([]);
    for (const { access, move, way, blockFrames, ring, memory, ratio } of result.cases) {
      const name = `${access} ${move} ${way} ${blockFrames}`;
      expect(ring.count).toBe(raw[`${name} ring`]!.length);
      expect(memory.max).toBe(Math.max(...raw[`${name} memory`]!));
      expect(ring.min).toBeGreaterThan(0);
      expect(ratio).toBe(ring.p50 / memory.p50);
    }
    expect(Object.keys(raw)).toHaveLength(2 * result.cases.length);
    expect(seconds).toBeGreaterThanOrEqual(0.05);
  });

  it('reports the access type that the device lacks', async () => {
    const { result } = await runThroughput(task('sim:ACCESS=interleaved', 'capture'));
    expect(result.refused).toEqual([
      {
        access: 'MMAP_NONINTERLEAVED',
        reason: expect.stringMatching(/no access MMAP_NONINTERLEAVED/),
      },
    ]);
    expect(result.cases.every(({ move }) => move === 'read')).toBe(true);
  });

  it('ends after the first ring when it is stopped', async () => {
    const stopped = task('sim');
    stopped.progress.requestStop();
    const { result } = await runThroughput(stopped);
    expect(new Set(result.cases.map(({ access }) => access)).size).toBe(1);
    expect(result.cases[0]!.ring.count).toBe(1);
  });

  it('releases the device, even if it fails', async () => {
    const working = task('sim');
    await runThroughput(working);
    const failing = {
      ...working,
      time: {
        ...THREAD_TIME,
        nowNs: () => {
          throw new Error('refused by the test');
        },
      },
    };
    await expect(runThroughput(failing)).rejects.toThrow('refused by the test');
    (await working.open()).close();
  });
});
