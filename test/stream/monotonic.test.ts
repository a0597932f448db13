import { expect, it } from 'vitest';
import { monotonicNs } from '../../src/stream/monotonic.js';

it('is CLOCK_MONOTONIC: never after a later reading of it, nor before an earlier one', () => {
  for (let round = 0; round < 100; round++) {
    const before = Number(process.hrtime.bigint());
    const now = monotonicNs();
    const after = Number(process.hrtime.bigint());
    // Both are rounded: a double holds a time since boot to some tens of nanoseconds.
    expect(now).toBeGreaterThan(before - 20_000);
    expect(now).toBeLessThan(after + 1000);
  }
});
