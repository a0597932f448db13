import type { SimTime } from '../../src/sim/time.js';
import type { LossEvent } from '../../src/stream/loss.js';
import { LossLog, LossReader } from '../../src/stream/loss-log.js';
import { StreamCounters } from '../../src/stream/stream-counters.js';
import type { LoopOptions } from '../../src/stream/stream-loop.js';
import type { XrunPolicy } from '../../src/stream/stream-options.js';

/** Options of a loop on the clock of the simulated card. */
export function loopOptions(
  time: SimTime,
  counters = new StreamCounters(),
  onXrun: XrunPolicy = 'recover',
): LoopOptions {
  return { counters, losses: new LossLog(), onXrun, nowNs: () => time.nowNs() };
}

/** Returns all losses that a loop has reported so far. */
export function lossesOf({ losses }: LoopOptions): LossEvent[] {
  return [...new LossReader(losses.buffer)];
}
