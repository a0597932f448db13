import { loadWord } from '../core/pointer-word.js';
import { MMAP_CONTROL, MMAP_STATUS } from '../device/abi.js';
import { OWNER_PAGES } from '../device/owner-memory.js';
import { PcmState, stateName } from '../device/pcm-state.js';
import type { Unreadable } from './owner-access.js';
import type { StreamTime } from './proc-asound.js';

/** Values of both pages at one moment. */
export interface PageValues {
  readonly state: string;
  readonly hwPtr: number;
  readonly timestamp: StreamTime | null;
  readonly audioTimestamp: StreamTime | null;
  /** Undefined if the owner has not mapped the control page. */
  readonly control: { readonly applPtr: number; readonly availMin: number } | undefined;
  /** False if the kernel updated the status page during every attempt. */
  readonly consistent: boolean;
}

/** Pages of a stream that can be read again and again. */
export interface StreamPages {
  readonly path: 'process_vm_readv' | 'kcore' | 'O_APPEND' | 'pidfd_getfd';
  readonly hasControl: boolean;
  read(): PageValues | Unreadable;
}

const MAX_ATTEMPTS = 4;

/** A copy of both pages, in the layout `OWNER_PAGES`: the status page twice. */
export class PageCopy {
  readonly #copy = new ArrayBuffer(OWNER_PAGES.size);
  readonly #words = new Float64Array(this.#copy);
  readonly #bytes = Buffer.from(this.#copy);
  #isConsistent = false;

  /** Fills the copy; again, up to four times, if the kernel updated the page meanwhile. */
  fill(read: (into: ArrayBuffer) => void): void {
    const { status, secondStatus } = OWNER_PAGES;
    const statusAt = (offset: number) => this.#bytes.subarray(offset, offset + MMAP_STATUS.size);
    this.#isConsistent = false;
    for (let attempt = 0; attempt < MAX_ATTEMPTS && !this.#isConsistent; attempt++) {
      read(this.#copy);
      this.#isConsistent = statusAt(status).equals(statusAt(secondStatus));
    }
  }

  /** Values of the copy; undefined if they cannot be those of a stream. */
  decode(hasControl: boolean): PageValues | undefined {
    try {
      return this.#decode(hasControl);
    } catch {
      return undefined;
    }
  }

  /** @throws RANGE for a pointer above 2^53 */
  #decode(hasControl: boolean): PageValues {
    const base = OWNER_PAGES.secondStatus;
    const control = OWNER_PAGES.control;
    const word = (offset: number) => loadWord(this.#words, offset / 8);
    const state = this.#bytes.readInt32LE(base + MMAP_STATUS.state);
    if (state < 0 || state > PcmState.DISCONNECTED) throw new RangeError(stateName(state));
    const time = (sec: number, nsec: number): StreamTime | null => {
      const value = { sec: word(base + sec), nsec: word(base + nsec) };
      return value.sec === 0 && value.nsec === 0 ? null : value;
    };
    return {
      state: stateName(state),
      hwPtr: word(base + MMAP_STATUS.hwPtr),
      timestamp: time(MMAP_STATUS.tstampSec, MMAP_STATUS.tstampNsec),
      audioTimestamp: time(MMAP_STATUS.audioTstampSec, MMAP_STATUS.audioTstampNsec),
      control: hasControl
        ? {
            applPtr: word(control + MMAP_CONTROL.applPtr),
            availMin: word(control + MMAP_CONTROL.availMin),
          }
        : undefined,
      consistent: this.#isConsistent,
    };
  }
}
