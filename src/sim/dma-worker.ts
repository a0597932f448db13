/**
 * The thread of a stream of the built-in card in real time: it does what DMA and interrupt do in
 * hardware, so that hw_ptr moves by itself while its reader only reads.
 */

import { workerData } from 'node:worker_threads';
import type { SimConfig } from './config.js';
import { DmaEngine } from './dma-engine.js';
import { LoopbackCable } from './loopback-cable.js';
import { PlaybackDump } from './playback-dump.js';
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

/** The DMA looks at the ring at least this often, so that what is written late is heard late. */
const SLICE_MS = 2;
/** While the stream stands. */
const IDLE_MS = 1000;

function run(job: DmaThreadJob): void {
  const memory = new StreamMemory(job.buffers);
  const engine = new DmaEngine(memory, job.streamParams, job.config, {
    cable: job.cable === undefined ? undefined : new LoopbackCable(job.config, job.cable),
    epochNs: job.epochNs,
    dump:
      job.config.dumpPath !== '' && job.streamParams.direction === 'playback'
        ? new PlaybackDump(job.config.dumpPath, job.streamParams, false)
        : undefined,
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

run(workerData as DmaThreadJob);
