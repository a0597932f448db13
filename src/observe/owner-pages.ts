import { loadWord } from '../core/pointer-word.js';
import { MMAP_CONTROL, MMAP_STATUS } from '../device/abi.js';
import { OWNER_PAGES, readOwnerPages } from '../device/owner-memory.js';
import { describeOwner, type StreamOwner } from '../device/pcm-owners.js';
import { PcmState, stateName } from '../device/pcm-state.js';
import { nodeOf, readMaps, type Unreadable, unreadable } from './owner-access.js';
import type { StreamTime } from './proc-asound.js';
import { type PageAddresses, parsePageAddresses } from './process-maps.js';
import type { OpenStream } from './sound-tree.js';

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

const MAX_ATTEMPTS = 4;

/** Copies a process's memory, as `readOwnerPages` does. */
export type ReadMemory = typeof readOwnerPages;

/**
 * The status page and the control page of a stream, in the memory of the process that owns it.
 * Reading takes no reference on the stream, and has no effect on it.
 */
export class OwnerPages {
  readonly hasControl: boolean;
  readonly #owner: StreamOwner;
  readonly #addresses: PageAddresses;
  readonly #readMemory: ReadMemory;
  readonly #copy = new ArrayBuffer(OWNER_PAGES.size);
  readonly #words = new Float64Array(this.#copy);
  readonly #bytes = Buffer.from(this.#copy);
  readonly #procRoot: string;

  private constructor(
    owner: StreamOwner,
    addresses: PageAddresses,
    procRoot: string,
    readMemory: ReadMemory,
  ) {
    this.#owner = owner;
    this.#addresses = addresses;
    this.#procRoot = procRoot;
    this.#readMemory = readMemory;
    this.hasControl = addresses.control !== 0;
  }

  /**
   * Finds the pages of a stream. If its process has several streams of the same PCM, takes the one
   * whose pointers agree with `stream.status`.
   */
  static find(
    stream: OpenStream,
    procRoot = '/proc',
    readMemory: ReadMemory = readOwnerPages,
  ): OwnerPages | Unreadable {
    const mapped = readMaps(stream.owner, procRoot);
    if ('errno' in mapped) return mapped;
    const { owner, maps } = mapped;
    const found = parsePageAddresses(maps, nodeOf(stream)).map(
      (addresses) => new OwnerPages(owner, addresses, procRoot, readMemory),
    );
    if (found.length === 1) return found[0]!;
    if (found.length === 0) {
      return { errno: 'none', reason: `${describeOwner(owner)} has not mapped the status page` };
    }
    const matching = found.filter((pages) => pages.#matches(stream));
    if (matching.length === 1) return matching[0]!;
    const problem = 'has several streams of this PCM, which look alike';
    const reason = `${describeOwner(owner)} ${problem}`;
    return { errno: 'none', reason };
  }

  /** Copies both pages in one system call; again if the kernel updated them meanwhile. */
  read(): PageValues | Unreadable {
    const { pid } = this.#owner;
    let consistent = false;
    for (let attempt = 0; attempt < MAX_ATTEMPTS && !consistent; attempt++) {
      try {
        this.#readMemory(pid, this.#addresses.status, this.#addresses.control, this.#copy);
      } catch (error) {
        return unreadable(error, this.#owner, this.#procRoot);
      }
      consistent = this.#isConsistent();
    }
    try {
      return this.#decode(consistent);
    } catch {
      const reason = `the memory of ${describeOwner(this.#owner)} holds no frame counts`;
      return { errno: 'none', reason };
    }
  }

  #isConsistent(): boolean {
    const { status, secondStatus } = OWNER_PAGES;
    const first = this.#bytes.subarray(status, status + MMAP_STATUS.size);
    return first.equals(this.#bytes.subarray(secondStatus, secondStatus + MMAP_STATUS.size));
  }

  /** @throws RANGE for a pointer above 2^53 */
  #decode(consistent: boolean): PageValues {
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
      control: this.hasControl
        ? {
            applPtr: word(control + MMAP_CONTROL.applPtr),
            availMin: word(control + MMAP_CONTROL.availMin),
          }
        : undefined,
      consistent,
    };
  }

  /** True if the pages can be those of the stream: same state, pointers within one buffer. */
  #matches({ status, hwParams }: OpenStream): boolean {
    const values = this.read();
    if ('errno' in values) return false;
    const limit = hwParams?.bufferSize ?? 0;
    const applPtr = values.control?.applPtr ?? status.applPtr;
    return (
      values.state === status.state &&
      Math.abs(values.hwPtr - status.hwPtr) <= limit &&
      Math.abs(applPtr - status.applPtr) <= limit
    );
  }
}
