import { MIN_PROC_INTERVAL_MS } from './foreign-stream.js';
import type { KernelAccess } from './kernel-stream.js';
import type { Unreadable } from './owner-access.js';
import { findPointers, type PointerSource, type Pointers } from './pointer-source.js';
import { type PointerSample, SampleRing } from './sample-ring.js';
import type { SampledPath } from './sampler-job.js';
import type { SubstreamId } from './sound-tree.js';

/** Samples the pointers of one stream, and keeps those that differ from the ones before. */
export class StreamSampler {
  readonly #id: SubstreamId;
  readonly #kernel: KernelAccess | Unreadable;
  readonly #ring: SampleRing;
  #source: PointerSource | Unreadable;
  #searchedMs = performance.now();
  /** The sample before, and the time before it was read; undefined at first. */
  #last: (Pointers & { readonly beginNs: number }) | undefined;
  /** Samples that may be of other memory. */
  #pending: PointerSample[] = [];

  constructor(id: SubstreamId, ring: SharedArrayBuffer, kernel: KernelAccess | Unreadable) {
    this.#id = id;
    this.#kernel = kernel;
    this.#ring = new SampleRing(ring);
    this.#source = findPointers(id, kernel);
  }

  get path(): SampledPath {
    const refusal = 'errno' in this.#kernel ? this.#kernel : undefined;
    if ('errno' in this.#source) return { path: undefined, refusal: refusal ?? this.#source };
    return { path: this.#source.path, refusal };
  }

  /**
   * Takes a sample, if the stream is open.
   * @returns true if its state is not that of the sample before
   */
  sample(): boolean {
    if ('errno' in this.#source) return false;
    const beginNs = now();
    const pointers = this.#source.read();
    const ns = now();
    if (pointers === undefined) {
      this.#lose();
      return false;
    }
    const last = this.#last;
    const isStateNew = last?.state !== pointers.state;
    const isMoved = last?.hwPtr !== pointers.hwPtr || last.applPtr !== pointers.applPtr;
    if (isStateNew || isMoved) this.#pending.push({ sinceNs: last?.beginNs ?? 0, ns, ...pointers });
    this.#last = { ...pointers, beginNs };
    return isStateNew;
  }

  /** Publishes the samples if they are of the stream; else searches it again. */
  confirm(): void {
    const isSame = !('errno' in this.#source) && this.#source.isSame();
    if (isSame) for (const sample of this.#pending) this.#ring.add(sample);
    else this.#search();
    this.#pending = [];
  }

  #lose(): void {
    this.#source = { errno: 'none', reason: 'the stream is closed' };
    this.#last = undefined;
  }

  #search(): void {
    this.#lose();
    if (performance.now() - this.#searchedMs < MIN_PROC_INTERVAL_MS) return;
    this.#searchedMs = performance.now();
    this.#source = findPointers(this.#id, this.#kernel);
  }
}

function now(): number {
  return Number(process.hrtime.bigint());
}
