import { MMAP_CONTROL, MMAP_STATUS } from '../device/abi.js';
import { OWNER_PAGES } from '../device/owner-memory.js';
import type { ReadKernel } from './kernel-core.js';
import { isSameStream, type KernelSubstream } from './kernel-substream.js';
import type { Unreadable } from './owner-access.js';
import { PageCopy, type PageValues, type StreamPages } from './page-copy.js';
import type { SubstreamId } from './sound-tree.js';

/** Access to the kernel's memory, and to its list of PCMs, as `KernelMemory` has it. */
export interface KernelAccess {
  readonly read: ReadKernel;
  find(id: SubstreamId): KernelSubstream | undefined;
}

export const CLOSED: Unreadable = { errno: 'none', reason: 'the owner has just closed the stream' };

/**
 * The pages and the ring of a stream in the kernel's memory. Nothing is held: what was copied is
 * used only if the stream is still the same after the copy.
 */
export class KernelStream implements StreamPages {
  readonly path = 'kcore';
  readonly hasControl = true;
  readonly #memory: KernelAccess;
  readonly #id: SubstreamId;
  readonly #substream: KernelSubstream;
  readonly #copy = new PageCopy();

  private constructor(memory: KernelAccess, id: SubstreamId, substream: KernelSubstream) {
    this.#memory = memory;
    this.#id = id;
    this.#substream = substream;
  }

  /** Finds a stream that is open. */
  static find(memory: KernelAccess, id: SubstreamId): KernelStream | Unreadable {
    const substream = memory.find(id);
    return substream === undefined ? CLOSED : new KernelStream(memory, id, substream);
  }

  read(): PageValues | Unreadable {
    const { status, control } = this.#substream;
    let isRead = true;
    this.#copy.fill((into) => {
      const copy = (address: bigint, at: number, bytes: number) => {
        isRead &&= this.#memory.read(address, new Uint8Array(into, at, bytes));
      };
      copy(status, OWNER_PAGES.status, MMAP_STATUS.size);
      copy(control, OWNER_PAGES.control, MMAP_CONTROL.size);
      copy(status, OWNER_PAGES.secondStatus, MMAP_STATUS.size);
    });
    const values = this.#copy.decode(this.hasControl);
    return isRead && values !== undefined && this.#isUnchanged() ? values : CLOSED;
  }

  /** Bytes of the ring that can be copied. */
  get ringBytes(): number {
    const { ring, ringBytes } = this.#substream;
    return ring === 0n ? 0 : Number(ringBytes);
  }

  /** Copies bytes of the ring; false if the stream was closed or set up again meanwhile. */
  copyRing(byteOffset: number, into: Uint8Array): boolean {
    if (byteOffset + into.length > this.ringBytes) return false;
    const address = this.#substream.ring + BigInt(byteOffset);
    return this.#memory.read(address, into) && this.#isUnchanged();
  }

  #isUnchanged(): boolean {
    return isSameStream(this.#substream, this.#memory.find(this.#id));
  }
}
