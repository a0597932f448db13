import { expect, it } from 'vitest';
import { monotonicNs } from '../../src/stream/monotonic.js';

it('monotonicNs reads CLOCK_MONOTONIC', () => {
  for (let round = 0; round < 100; round++) {
    const before = Number(process.hrtime.bigint());
    const now = monotonicNs();
    const after = Number(process.hrtime.bigint());
    // Both values are rounded: a double holds a time since boot to some tens of ns.
    expect(now).toBeGreaterThan(before - 20_000);
    expect(now).toBeLessThan(after + 1000);
  }
});
