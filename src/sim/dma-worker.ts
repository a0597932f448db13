/**
 * Thread of a simulated stream in real time. It does the work of DMA and interrupt, so that hw_ptr
 * moves by itself while a reader only reads.
 */

import { workerData } from 'node:worker_threads';
import type { SimConfig } from './config.js';
import { DmaEngine } from './dma-engine.js';
import { LoopbackCable } from './loopback-cable.js';
import { openPlaybackDump } from './playback-dump.js';
import { type StreamBuffers, StreamMemory } from './stream-memory.js';
import type { SimStreamParams } from './stream-params.js';
import { realTime } from './time.js';

export interface DmaThreadJob {
  readonly buffers: StreamBuffers;
  readonly streamParams: SimStreamParams;
  readonly config: SimConfig;
  readonly epochNs: number;
  readonly cable: SharedArrayBuffer | undefined;
}

/** Upper bound between two reads of the ring, so that frames written late are played late. */
const SLICE_MS = 2;
/** Interval while the stream does not run. */
const IDLE_MS = 1000;

function run(job: DmaThreadJob, memory: StreamMemory): void {
  const engine = new DmaEngine(memory, job.streamParams, job.config, {
    cable: job.cable === undefined ? undefined : new LoopbackCable(job.config, job.cable),
    epochNs: job.epochNs,
    dump: openPlaybackDump(job.config, job.streamParams, false),
  });
  memory.setReady();
  while (!memory.closed) {
    const seen = memory.wakeCount;
    const dueMs = (engine.nextEventNs() - realTime.nowNs()) / 1e6;
    const sleepMs = memory.running ? Math.min(SLICE_MS, Math.max(dueMs, 0)) : IDLE_MS;
    if (sleepMs > 0) memory.sleepUntilWoken(seen, sleepMs);
    memory.withLock(() => engine.tick(realTime.nowNs()));
  }
}

const job: DmaThreadJob = workerData;
const memory = new StreamMemory(job.buffers);
try {
  run(job, memory);
} catch (error) {
  memory.reportThreadFailure(error instanceof Error ? error.message : String(error));
}
