import { describe, expect, it } from 'vitest';
import { THREAD_TIME } from '../../../src/measure/measure-time.js';
import { PAGE_READ } from '../../../src/measure/overhead/cases.js';
import { runOverhead } from '../../../src/measure/overhead/runner.js';
import { taskOn } from '../on-the-sim.js';

/** Runs on a card whose own time does not advance; costs are measured with the real clock. */
function measured() {
  const { result, raw, seconds } = runOverhead({ ...taskOn('sim', 0.05), time: THREAD_TIME });
  const cost = (name: string) => result.costs.find((one) => one.name === name)!;
  return { result, raw, seconds, cost };
}

describe('the cost of a pointer query', () => {
  it('is reported for each method, in a fixed order', () => {
    const { result, seconds } = measured();
    expect(result.costs.map(({ name }) => name)).toEqual([
      'volatile read in C',
      'empty native call',
      PAGE_READ,
      'avail()',
      'snapshot()',
      'commit(0)',
      'SYNC_PTR',
      'SYNC_PTR HWSYNC',
      'STATUS_EXT',
      'DELAY',
      'snd_pcm_avail_update',
      'snd_pcm_avail',
      'snd_pcm_delay',
      'snd_pcm_htimestamp',
    ]);
    expect(seconds).toBeGreaterThanOrEqual(0.05);
  });

  it('reports the methods that this device lacks, and why', () => {
    const { cost } = measured();
    expect(cost('SYNC_PTR')).toMatchObject({
      ns: undefined,
      unavailable: 'the simulated card has no ioctl',
    });
    expect(cost('snd_pcm_avail')).toMatchObject({
      ns: undefined,
      unavailable: 'the simulated card has no alsa-lib',
    });
  });

  it('is computed from the raw samples, one per batch', () => {
    const { result, raw, cost } = measured();
    const { ns, batch, pageReads } = cost(PAGE_READ);
    const samples = raw[PAGE_READ]!;
    expect(ns!.count).toBe(samples.length);
    expect(ns!.min).toBe(Math.min(...samples));
    expect(ns!.min).toBeGreaterThan(0);
    expect(ns!.p50).toBeLessThanOrEqual(ns!.p99);
    expect(batch).toBeGreaterThan(10);
    expect(pageReads).toBe(1);
    expect(cost('avail()').pageReads).toBe(cost('avail()').ns!.p50 / ns!.p50);
    expect(Object.keys(raw)).toHaveLength(result.costs.filter(({ ns }) => ns).length);
  });
});

it('times ioctls and alsa-lib in batches, outside JavaScript', () => {
  const task = taskOn('sim', 0.02);
  task.stream.device.positionCalls = () => ({
    timeIoctls: (name, count) => count * (name === 'SYNC_PTR' ? 1380 : 1400),
    timeFunctions: (_, count) => count * 43,
    delayIoctl: () => 0,
  });
  const { costs } = runOverhead({ ...task, time: THREAD_TIME }).result;
  const median = (name: string) => costs.find((one) => one.name === name)!.ns!.p50;
  expect(median('SYNC_PTR')).toBe(1380);
  expect(median('DELAY')).toBe(1400);
  expect(median('snd_pcm_avail_update')).toBe(43);
});

it('a refused method does not end the others', () => {
  const task = taskOn('sim', 0.02);
  const io = task.stream.io;
  io.commit = () => {
    throw new Error('refused by the test');
  };
  const { result } = runOverhead({ ...task, time: THREAD_TIME });
  expect(result.costs.find(({ name }) => name === 'commit(0)')).toMatchObject({
    unavailable: 'refused by the test',
  });
  expect(result.costs.find(({ name }) => name === 'snapshot()')!.ns).toBeDefined();
});
