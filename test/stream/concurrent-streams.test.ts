import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { openCapture } from '../../src/stream/capture-stream.js';

const REQUEST = { format: 'S16_LE', channels: 1, rateHz: 8000 } as const;

describe('streams that open at the same time', () => {
  it('all open, 8 at once, 8 times', async () => {
    const failures: unknown[] = [];
    for (let round = 0; round < 8; round++) {
      const openings = Array.from({ length: 8 }, () => openCapture('sim', REQUEST));
      const results = await Promise.allSettled(openings);
      for (const result of results) {
        if (result.status === 'rejected') failures.push(result.reason);
        else await result.value.close();
      }
    }
    expect(failures).toEqual([]);
  });

  it('leave the flags of the host program as they were', async () => {
    const before = runInNewContext('typeof gc');
    const streams = await Promise.all([1, 2, 3].map(() => openCapture('sim', REQUEST)));
    expect(runInNewContext('typeof gc')).toBe(before);
    for (const stream of streams) await stream.close();
    expect(runInNewContext('typeof gc')).toBe(before);
  });
});
