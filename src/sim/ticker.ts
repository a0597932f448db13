/**
 * The thread of a stream of the built-in card in real time: it does what DMA and interrupt do in
 * hardware, so that hw_ptr moves by itself while its reader only reads.
 */

import { workerData } from 'node:worker_threads';
import { type CardBuffers, CardMemory } from './card-memory.js';
import { DmaEngine } from './dma-engine.js';
import type { SimGeometry } from './geometry.js';
import { HeardFile } from './heard-file.js';
import { LoopCable } from './loop-cable.js';
import type { SimNature } from './nature.js';
import { realTime } from './time.js';

export interface TickerJob {
  readonly buffers: CardBuffers;
  readonly geometry: SimGeometry;
  readonly nature: SimNature;
  readonly epochNs: number;
  readonly cable: SharedArrayBuffer | undefined;
}

/** The DMA looks at the ring at least this often, so that what is written late is heard late. */
const SLICE_MS = 2;
/** While the stream stands. */
const IDLE_MS = 1000;

function run(job: TickerJob): void {
  const memory = new CardMemory(job.buffers);
  const engine = new DmaEngine(memory, job.geometry, job.nature, {
    cable: job.cable === undefined ? undefined : new LoopCable(job.nature, job.cable),
    epochNs: job.epochNs,
    heard:
      job.nature.heard !== '' && job.geometry.direction === 'playback'
        ? new HeardFile(job.nature.heard, job.geometry, false)
        : undefined,
  });
  memory.setReady();
  while (!memory.over) {
    const seen = memory.wakeCount;
    const dueMs = (engine.nextEventNs() - realTime.nowNs()) / 1e6;
    const sleepMs = memory.running ? Math.min(SLICE_MS, Math.max(dueMs, 0)) : IDLE_MS;
    if (sleepMs > 0) memory.sleep(seen, sleepMs);
    memory.locked(() => engine.tick(realTime.nowNs()));
  }
}

run(workerData as TickerJob);
