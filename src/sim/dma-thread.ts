import { Worker } from 'node:worker_threads';
import { AlsaMmapError } from '../device/errors.js';
import { workerUrl } from '../device/worker-url.js';
import type { DmaThreadJob } from './dma-worker.js';
import type { StreamMemory } from './stream-memory.js';

/** Time limit for the start of the card's thread. */
const READY_MS = 10_000;

/**
 * Starts the thread that is the hardware of a stream in real time, and waits until it runs.
 * @throws FAILED if it does not start
 */
export function startDmaThread(job: DmaThreadJob, memory: StreamMemory): void {
  new Worker(workerUrl('sim/dma-worker'), { workerData: job }).unref();
  if (!memory.waitUntilReady(READY_MS)) {
    throw new AlsaMmapError('FAILED', "the simulated card's thread did not start within 10 s");
  }
}
