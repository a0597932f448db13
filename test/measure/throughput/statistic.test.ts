import { describe, expect, it } from 'vitest';
import { megabytesPerSecond, throughputOf } from '../../../src/measure/throughput/statistic.js';
import { seeded } from '../seeded.js';

const CASE = { access: 'MMAP_INTERLEAVED', move: 'write', way: 'copy', blockFrames: 256 } as const;

describe('the throughput of a ring', () => {
  it('is in megabytes per second, of 10^6 bytes', () => {
    expect(megabytesPerSecond(1_000_000, 1e9)).toBe(1);
    expect(megabytesPerSecond(4096, 1024)).toBe(4000);
  });

  it('consists of the percentiles of its batches, compared with those of memory', () => {
    const { even } = seeded(3);
    const ring = Array.from({ length: 999 }, () => 100 + even() * 20);
    const memory = Array.from({ length: 999 }, () => 1000 + even() * 200);
    const throughput = throughputOf(CASE, ring, memory);
    const sorted = ring.toSorted((a, b) => a - b);
    expect(throughput).toMatchObject(CASE);
    expect(throughput.ring).toMatchObject({
      count: 999,
      min: sorted[0],
      p50: sorted[499],
      max: sorted[998],
    });
    expect(throughput.ratio).toBe(throughput.ring.p50 / throughput.memory.p50);
    expect(throughput.ratio).toBeCloseTo(0.1, 2);
  });

  it('is not changed by a batch that was interrupted', () => {
    const ring = [100, 101, 2, 99, 100];
    const memory = [100, 1, 100, 102, 99];
    expect(throughputOf(CASE, ring, memory).ratio).toBe(1);
  });
});
