import { Worker } from 'node:worker_threads';
import { AlsaMmapError } from '../device/errors.js';
import { workerUrl } from '../device/worker-url.js';
import type { CardMemory } from './card-memory.js';
import type { TickerJob } from './ticker.js';

/** How long the card's thread may take to come up. */
const READY_MS = 10_000;

/**
 * Starts the thread that is the hardware of a stream in real time, and waits until it is up: no
 * frame is due before.
 * @throws FAILED where it does not come up
 */
export function startTicker(job: TickerJob, memory: CardMemory): void {
  new Worker(workerUrl('sim/ticker'), { workerData: job }).unref();
  if (!memory.waitReady(READY_MS)) {
    throw new AlsaMmapError('FAILED', "the built-in card's thread did not come up");
  }
}
