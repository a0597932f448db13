import type { SimConfig } from './config.js';

/** Multiples of its fraction fill any interval evenly. */
const GOLDEN_RATIO = 0.618033988749895;

/**
 * Latency from an interrupt to the wake-up, in ns.
 * @param count number of the interrupt since the first start, from 1
 */
export function wakeupLatencyNs(
  { wakeupLatencyUs }: Pick<SimConfig, 'wakeupLatencyUs'>,
  count: number,
): number {
  const [leastUs, mostUs, every] = wakeupLatencyUs;
  if (every > 0) return (count % every === 0 ? mostUs : leastUs) * 1000;
  return Math.round((leastUs + (mostUs - leastUs) * ((count * GOLDEN_RATIO) % 1)) * 1000);
}
