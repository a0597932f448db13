/**
 * Thread that samples the pointers of streams of other processes. It sleeps between two samples in
 * a wait that ends when it is to stop, and takes no message.
 */

import { parentPort, workerData } from 'node:worker_threads';
import { KernelMemory } from './kernel-memory.js';
import { SAMPLE_MS, type SampledPath, type SamplerJob } from './sampler-job.js';
import { StreamSampler } from './stream-sampler.js';

/** Samples after which they are confirmed to be of the stream, which costs as much as some. */
const CONFIRMED_SAMPLES = 64;

const { streams, stop } = workerData as SamplerJob;
const stopped = new Int32Array(stop);
const kernel = KernelMemory.open();
const samplers = streams.map(({ id, ring }) => new StreamSampler(id, ring, kernel));
const paths: SampledPath[] = samplers.map(({ path }) => path);
parentPort?.postMessage(paths);
for (let count = 1; Atomics.wait(stopped, 0, 0, SAMPLE_MS) === 'timed-out'; count++) {
  for (const sampler of samplers) {
    const isStateNew = sampler.sample();
    if (isStateNew || count % CONFIRMED_SAMPLES === 0) sampler.confirm();
  }
}
