import { HeldStream } from './held-stream.js';
import type { KernelMemory } from './kernel-memory.js';
import { KernelStream } from './kernel-stream.js';
import type { Unreadable } from './owner-access.js';
import { OwnerPages, type ReadMemory } from './owner-pages.js';
import type { StreamPages } from './page-copy.js';
import type { OpenStream } from './sound-tree.js';

/** Ways to a stream's pages; by default the mappings of its owner, on this machine. */
export interface PageSources {
  readonly procRoot?: string;
  readonly readMemory?: ReadMemory | undefined;
  /** Memory in which the pages are read first, or the reason why it is not readable. */
  readonly kernel?: KernelMemory | Unreadable | undefined;
  /** True to hold the stream for each read if its owner's memory does not have both pages. */
  readonly hold?: boolean;
}

/** Pages of a stream. */
export interface FoundPages {
  readonly pages: StreamPages | Unreadable;
  /** Reason why a preferred or requested way was refused; null if none was. */
  readonly refusal: Unreadable | null;
}

/** Reason for values that do not come from the control page. */
export const NO_CONTROL_PAGE: Unreadable = {
  errno: 'none',
  reason: 'the owner has not mapped the control page',
};

/** Finds the pages of a stream that another process has open. */
export function findPages(stream: OpenStream, sources: PageSources): FoundPages {
  const { procRoot = '/proc', readMemory, kernel, hold = false } = sources;
  if (kernel !== undefined && !('errno' in kernel)) {
    return { pages: KernelStream.find(kernel, stream), refusal: null };
  }
  const pages = OwnerPages.find(stream, procRoot, readMemory);
  const missing = hold ? missingPart(pages) : undefined;
  if (missing === undefined) return { pages, refusal: kernel ?? null };
  const held = HeldStream.find(stream, procRoot);
  return 'errno' in held ? { pages, refusal: held } : { pages: held, refusal: missing };
}

/** Reason why a page cannot be read; undefined if both can. */
function missingPart(pages: OwnerPages | Unreadable): Unreadable | undefined {
  if ('errno' in pages) return pages;
  const values = pages.read();
  if ('errno' in values) return values;
  return values.control === undefined ? NO_CONTROL_PAGE : undefined;
}
