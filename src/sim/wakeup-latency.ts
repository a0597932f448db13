import type { SimConfig } from './config.js';

/** Of the golden ratio: its multiples fill every stretch of time evenly. */
const GOLDEN_RATIO = 0.618033988749895;

/**
 * How long after an interrupt those who wait are woken.
 * @param count which interrupt it is since the stream was first started, from 1 on
 */
export function wakeupLatencyNs(
  { wakeupLatencyUs }: Pick<SimConfig, 'wakeupLatencyUs'>,
  count: number,
): number {
  const [leastUs, mostUs, every] = wakeupLatencyUs;
  if (every > 0) return (count % every === 0 ? mostUs : leastUs) * 1000;
  return Math.round((leastUs + (mostUs - leastUs) * ((count * GOLDEN_RATIO) % 1)) * 1000);
}
