import type { Unreadable } from './owner-access.js';
import type { PointerSource } from './pointer-source.js';
import type { SubstreamId } from './sound-tree.js';

/** Time between two samples. */
export const SAMPLE_MS = 1;

/** Job of the thread that samples pointers: plain data. */
export interface SamplerJob {
  readonly streams: readonly {
    readonly id: SubstreamId;
    /** Memory of a `SampleRing`. */
    readonly ring: SharedArrayBuffer;
  }[];
  /** An integer; not 0 ends the thread. */
  readonly stop: SharedArrayBuffer;
}

/** Way by which a stream is sampled, and why a better one, or each, is refused. */
export interface SampledPath {
  readonly path: PointerSource['path'] | undefined;
  readonly refusal: Unreadable | undefined;
}
