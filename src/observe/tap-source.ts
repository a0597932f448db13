import { findPages, NO_CONTROL_PAGE, type PageSources } from './find-pages.js';
import { HeldStream } from './held-stream.js';
import type { KernelMemory } from './kernel-memory.js';
import { KernelStream } from './kernel-stream.js';
import type { Unreadable } from './owner-access.js';
import { type CopyMemory, findOwnerRing, type OwnerRing, ringShape } from './owner-ring.js';
import type { StreamPages } from './page-copy.js';
import type { OpenStream } from './sound-tree.js';

/** Sources of a tap; by default the mappings of the stream's owner, on this machine. */
export interface TapSources extends Omit<PageSources, 'kernel'> {
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

/** Finds the pages and the ring of a stream; the reason if one of them is not readable. */
export function findTapSource(
  stream: OpenStream,
  sources: TapSources = {},
): TapSource | Unreadable {
  const { procRoot = '/proc', copyMemory, kernel, hold = false } = sources;
  if (kernel !== undefined) return findKernelSource(stream, procRoot, kernel);
  const mapped = findOwnerRing(stream, procRoot, copyMemory);
  const ring = 'errno' in mapped && hold ? findHeldRing(stream, procRoot, mapped) : mapped;
  if ('errno' in ring) return ring;
  const { pages, refusal } = findPages(stream, { ...sources, kernel: undefined });
  if ('errno' in pages) return refusal ?? pages;
  if (stream.direction === 'playback' && !pages.hasControl) {
    return { errno: 'none', reason: `${NO_CONTROL_PAGE.reason}, so that appl_ptr is not known` };
  }
  return { stream, ring, pages, procRoot };
}

/** @param mapped reason why the owner's mapping is not readable */
function findHeldRing(
  stream: OpenStream,
  procRoot: string,
  mapped: Unreadable,
): OwnerRing | Unreadable {
  const shape = ringShape(stream);
  // The kernel maps no ring for an owner that uses read and write calls.
  if ('errno' in shape || stream.hwParams?.access.startsWith('RW_')) return mapped;
  const held = HeldStream.find(stream, procRoot);
  if ('errno' in held) return held;
  const failure = held.copyRing(0, new Uint8Array(1));
  if (failure !== undefined && failure.errno !== 'EBADFD') return failure;
  return { ...shape, copy: (offset, into) => held.copyRing(offset, into) === undefined };
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
