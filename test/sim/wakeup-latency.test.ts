import { describe, expect, it } from 'vitest';
import { parseSimConfig } from '../../src/sim/config.js';
import { wakeupLatencyNs } from '../../src/sim/faults.js';

function latencies(value: string, interrupts = 1000): number[] {
  const config = parseSimConfig(`sim:WAKEUP_LATENCY=${value}`);
  return Array.from({ length: interrupts }, (_, i) => wakeupLatencyNs(config, i + 1));
}

describe('WAKEUP_LATENCY of the simulated card', () => {
  it('is constant for a single value', () => {
    expect(new Set(latencies('1500'))).toEqual(new Set([1_500_000]));
  });

  it('is the max at one interrupt in EVERY, else the min', () => {
    const delays = latencies('200:4000:50');
    expect(delays.filter((ns) => ns === 4_000_000)).toHaveLength(20);
    expect(delays.filter((ns) => ns === 200_000)).toHaveLength(980);
    expect([delays[48], delays[49]]).toEqual([200_000, 4_000_000]);
  });

  it('spreads evenly from min to max, in the same order each time', () => {
    const delays = latencies('1000:5000');
    expect(delays).toEqual(latencies('1000:5000'));
    for (let quarter = 0; quarter < 4; quarter++) {
      const from = 1e6 + quarter * 1e6;
      const inside = delays.filter((ns) => ns >= from && ns < from + 1e6);
      expect(Math.abs(inside.length - 250)).toBeLessThan(5);
    }
    expect(Math.min(...delays)).toBeLessThan(1.01e6);
    expect(Math.max(...delays)).toBeGreaterThan(4.99e6);
  });
});
