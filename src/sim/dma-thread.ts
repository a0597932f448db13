import { Worker } from 'node:worker_threads';
import { AlsaMmapError } from '../device/errors.js';
import { workerUrl } from '../device/worker-url.js';
import type { DmaThreadJob } from './dma-worker.js';
import type { StreamMemory } from './stream-memory.js';

/** How long the card's thread may take to come up. */
const READY_MS = 10_000;

/**
 * Starts the thread that is the hardware of a stream in real time, and waits until it is up: no
 * frame is due before.
 * @throws FAILED where it does not come up
 */
export function startDmaThread(job: DmaThreadJob, memory: StreamMemory): void {
  new Worker(workerUrl('sim/dma-worker'), { workerData: job }).unref();
  if (!memory.waitUntilReady(READY_MS)) {
    throw new AlsaMmapError('FAILED', "the built-in card's thread did not come up");
  }
}
