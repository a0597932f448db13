import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { startThread } from '../device/start-thread.js';
import { type PointerSample, SampleRing } from './sample-ring.js';
import type { SampledPath, SamplerJob } from './sampler-job.js';
import type { SubstreamId } from './sound-tree.js';

/** A sample of the pointers of one of several streams. */
export type StreamSample = SubstreamId & PointerSample;

/**
 * Samples the pointers of streams of other processes every millisecond, in a thread of its own.
 * Nothing is held or written.
 */
export class PointerSampler {
  /** Way to each stream, in their order. */
  readonly paths: readonly SampledPath[];
  readonly #rings: readonly { readonly id: SubstreamId; readonly ring: SampleRing }[];
  readonly #stop: Int32Array;

  private constructor(job: SamplerJob, paths: readonly SampledPath[]) {
    this.paths = paths;
    this.#rings = job.streams.map(({ id, ring }) => ({ id, ring: new SampleRing(ring) }));
    this.#stop = new Int32Array(job.stop);
  }

  /**
   * Starts the thread.
   * @returns when each stream was searched
   * @throws FAILED if Node does not start the thread
   */
  static async start(streams: readonly SubstreamId[]): Promise<PointerSampler> {
    const job: SamplerJob = {
      streams: streams.map(({ card, device, subdevice, direction }) => ({
        id: { card, device, subdevice, direction },
        ring: SampleRing.memory(),
      })),
      stop: new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT),
    };
    const thread: Worker = startThread('observe/sampler', 'the thread that samples', job);
    const [paths] = await once(thread, 'message');
    thread.unref();
    return new PointerSampler(job, paths);
  }

  /** Returns the latest samples of a stream, oldest first; undefined if it is not sampled. */
  samplesOf(stream: SubstreamId): PointerSample[] | undefined {
    const index = this.#rings.findIndex(({ id }) => isSameSubstream(id, stream));
    return this.paths[index]?.path === undefined ? undefined : this.#rings[index]!.ring.read();
  }

  /** Returns the latest samples of all streams, oldest first for each. */
  read(): StreamSample[] {
    return this.#rings.flatMap(({ id, ring }) =>
      ring.read().map((sample) => ({ ...id, ...sample })),
    );
  }

  close(): void {
    Atomics.store(this.#stop, 0, 1);
    Atomics.notify(this.#stop, 0);
  }
}

function isSameSubstream(one: SubstreamId, other: SubstreamId): boolean {
  return (
    one.card === other.card &&
    one.device === other.device &&
    one.subdevice === other.subdevice &&
    one.direction === other.direction
  );
}
