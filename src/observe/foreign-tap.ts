import { MIN_PROC_INTERVAL_MS } from './foreign-stream.js';
import type { KernelMemory } from './kernel-memory.js';
import { KernelStream } from './kernel-stream.js';
import type { Unreadable } from './owner-access.js';
import { OwnerPages, type ReadMemory } from './owner-pages.js';
import { type CopyMemory, findOwnerRing, type OwnerRing, ringShape } from './owner-ring.js';
import type { StreamPages } from './page-copy.js';
import { RingTap, type TapPointers, type TapSink } from './ring-tap.js';
import { type OpenStream, readParams } from './sound-tree.js';

/** Sources of a tap; by default this machine. */
export interface TapOptions {
  readonly procRoot?: string;
  readonly readMemory?: ReadMemory;
  readonly copyMemory?: CopyMemory;
  /** Memory in which the stream is read instead of its owner's. */
  readonly kernel?: KernelMemory | undefined;
}

/** A stream whose pointers and samples can be read. */
export interface TapSource {
  readonly stream: OpenStream;
  readonly ring: OwnerRing;
  readonly pages: StreamPages;
  readonly procRoot: string;
}

/** Why a tap has ended: the owner closed the stream, or set other parameters. */
export type TapEnd = 'closed' | 'changed';

/** Finds the pages and the ring of a stream; the reason if one of them is not readable. */
export function findTapSource(
  stream: OpenStream,
  options: TapOptions = {},
): TapSource | Unreadable {
  const { procRoot = '/proc', readMemory, copyMemory, kernel } = options;
  if (kernel !== undefined) return findKernelSource(stream, procRoot, kernel);
  const ring = findOwnerRing(stream, procRoot, copyMemory);
  if ('errno' in ring) return ring;
  const pages = OwnerPages.find(stream, procRoot, readMemory);
  if ('errno' in pages) return pages;
  if (stream.direction === 'playback' && !pages.hasControl) {
    const reason = 'the owner has not mapped the control page, so that appl_ptr is not known';
    return { errno: 'none', reason };
  }
  return { stream, ring, pages, procRoot };
}

function findKernelSource(
  stream: OpenStream,
  procRoot: string,
  kernel: KernelMemory,
): TapSource | Unreadable {
  const pages = KernelStream.find(kernel, stream);
  if ('errno' in pages) return pages;
  const shape = ringShape(stream);
  if ('errno' in shape) return shape;
  const ring: OwnerRing = { ...shape, copy: (offset, into) => pages.copyRing(offset, into) };
  const bytes = shape.bufferSize * shape.channels * shape.format.bytes;
  if (bytes <= pages.ringBytes) return { stream, ring, pages, procRoot };
  return { errno: 'none', reason: 'the driver keeps the ring outside of the memory of the kernel' };
}

/**
 * Copies the samples of a stream that another process has open, out of its ring. Reads the memory
 * of the owner or of the kernel; opens no device and holds nothing.
 */
export class ForeignTap {
  readonly #source: TapSource;
  readonly #tap: RingTap;
  readonly #params: string;
  #checkedMs = Number.NEGATIVE_INFINITY;

  constructor(source: TapSource, sink: TapSink) {
    const { stream, ring, pages } = source;
    this.#source = source;
    this.#params = JSON.stringify(stream.hwParams);
    const readPointers = (): TapPointers | undefined => {
      const values = pages.read();
      if ('errno' in values) return undefined;
      return { ...values, applPtr: values.control?.applPtr ?? 0 };
    };
    const geometry = {
      ...ring,
      direction: stream.direction,
      frameBytes: ring.format.bytes * ring.channels,
    };
    this.#tap = new RingTap(geometry, readPointers, ring.copy, sink);
  }

  /** Delivers what is new to the sink. */
  cycle(nowMs = performance.now()): TapPointers | TapEnd {
    const { stream, procRoot } = this.#source;
    if (nowMs - this.#checkedMs >= MIN_PROC_INTERVAL_MS) {
      this.#checkedMs = nowMs;
      const params = readParams(stream, procRoot);
      if (params === undefined) return this.#end('closed');
      if (JSON.stringify(params.hwParams) !== this.#params) return this.#end('changed');
    }
    return this.#tap.cycle() ?? this.#end('closed');
  }

  #end(end: TapEnd): TapEnd {
    this.#tap.finish();
    return end;
  }
}
