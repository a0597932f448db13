import { loadWord } from '../core/pointer-word.js';
import { MMAP_CONTROL, MMAP_STATUS } from '../device/abi.js';
import { PcmState, stateNumber } from '../device/pcm-state.js';
import { NO_CONTROL_PAGE } from './find-pages.js';
import { CLOSED, type KernelAccess } from './kernel-stream.js';
import { isSameStream, type KernelSubstream } from './kernel-substream.js';
import type { Unreadable } from './owner-access.js';
import { OwnerPages } from './owner-pages.js';
import { readOpenStream, type SubstreamId } from './sound-tree.js';

/** State and pointers of a stream. */
export interface Pointers {
  readonly state: number;
  readonly hwPtr: number;
  readonly applPtr: number;
}

/** Memory from which the pointers of a stream can be read a thousand times a second. */
export interface PointerSource {
  readonly path: 'kcore' | 'process_vm_readv';
  /** Returns undefined if the memory cannot be read, or holds no pointers. */
  read(): Pointers | undefined;
  /** False if the values read so far may be those of another stream. */
  isSame(): boolean;
}

/** Finds the pointers of an open stream: in the kernel's memory, else in that of its owner. */
export function findPointers(
  id: SubstreamId,
  kernel: KernelAccess | Unreadable,
): PointerSource | Unreadable {
  if (!('errno' in kernel)) {
    const substream = kernel.find(id);
    return substream === undefined ? CLOSED : new KernelPointers(kernel, id, substream);
  }
  const stream = readOpenStream(id);
  const pages = stream === undefined ? CLOSED : OwnerPages.find(stream);
  if ('errno' in pages) return pages;
  return pages.hasControl ? ownerPointers(pages) : NO_CONTROL_PAGE;
}

/** Two short copies a sample: the way to the stream is followed again by `isSame` only. */
class KernelPointers implements PointerSource {
  readonly path = 'kcore';
  readonly #kernel: KernelAccess;
  readonly #id: SubstreamId;
  readonly #substream: KernelSubstream;
  readonly #words = new Float64Array(3);
  readonly #status = new Uint8Array(this.#words.buffer, 0, 16);
  readonly #applPtr = new Uint8Array(this.#words.buffer, 16, 8);
  readonly #state = new Int32Array(this.#words.buffer, MMAP_STATUS.state, 1);

  constructor(kernel: KernelAccess, id: SubstreamId, substream: KernelSubstream) {
    this.#kernel = kernel;
    this.#id = id;
    this.#substream = substream;
  }

  read(): Pointers | undefined {
    const { status, control } = this.#substream;
    const isRead =
      this.#kernel.read(status, this.#status) &&
      this.#kernel.read(control + BigInt(MMAP_CONTROL.applPtr), this.#applPtr);
    const state = this.#state[0]!;
    if (!isRead || state < 0 || state > PcmState.DISCONNECTED) return undefined;
    try {
      const hwPtr = loadWord(this.#words, MMAP_STATUS.hwPtr / 8);
      return { state, hwPtr, applPtr: loadWord(this.#words, 2) };
    } catch {
      return undefined;
    }
  }

  isSame(): boolean {
    return isSameStream(this.#substream, this.#kernel.find(this.#id));
  }
}

/** Both pages are copied in one system call, which fails if the owner has unmapped them. */
function ownerPointers(pages: OwnerPages): PointerSource {
  return {
    path: 'process_vm_readv',
    isSame: () => true,
    read() {
      const values = pages.read();
      if ('errno' in values || values.control === undefined) return undefined;
      const { state, hwPtr, control } = values;
      return { state: stateNumber(state), hwPtr, applPtr: control.applPtr };
    },
  };
}
