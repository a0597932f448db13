import { AlsaMmapError } from '../device/errors.js';
import { startThread } from '../device/start-thread.js';
import type { DmaThreadJob } from './dma-worker.js';
import type { StreamMemory } from './stream-memory.js';

const NAME = "the simulated card's thread";
/** Time limit for the start of the card's thread. */
const READY_MS = 10_000;

/**
 * Starts the thread that is the hardware of a stream in real time, and waits until it runs.
 * @throws FAILED if it does not start, or failed before it was ready
 */
export function startDmaThread(job: DmaThreadJob, memory: StreamMemory): void {
  startThread('sim/dma-worker', NAME, job).unref();
  if (!memory.waitUntilReady(READY_MS)) {
    throw new AlsaMmapError('FAILED', `${NAME} did not start within 10 s`);
  }
  throwIfThreadFailed(memory);
}

/** @throws FAILED if the card's thread has ended with an error */
export function throwIfThreadFailed(memory: StreamMemory): void {
  const message = memory.threadFailure;
  if (message !== undefined) throw new AlsaMmapError('FAILED', `${NAME} failed: ${message}`);
}
