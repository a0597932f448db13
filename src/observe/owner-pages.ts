import { isDeepStrictEqual } from 'node:util';
import { readOwnerPages } from '../device/owner-memory.js';
import { describeOwner, type StreamOwner } from '../device/pcm-owners.js';
import { nodeOf, readMaps, type Unreadable, unreadable } from './owner-access.js';
import { PageCopy, type PageValues, type StreamPages } from './page-copy.js';
import { type PageAddresses, parsePageAddresses } from './process-maps.js';
import { type OpenStream, readStatus } from './sound-tree.js';

/** Copies a process's memory, as `readOwnerPages` does. */
export type ReadMemory = typeof readOwnerPages;

/** Attempts to compare pages between two updates by the kernel. */
const MAX_COMPARISONS = 4;

/**
 * The status page and the control page of a stream, in the memory of the process that owns it.
 * Reading takes no reference on the stream, and has no effect on it.
 */
export class OwnerPages implements StreamPages {
  readonly path = 'process_vm_readv';
  readonly hasControl: boolean;
  readonly #owner: StreamOwner;
  readonly #addresses: PageAddresses;
  readonly #readMemory: ReadMemory;
  readonly #copy = new PageCopy();
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
   * whose pointers agree with /proc/asound. A process can have mapped the pages of a stream more
   * than once, as this program does besides alsa-lib.
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
    if (found.length === 0) {
      return { errno: 'none', reason: `${describeOwner(owner)} has not mapped the status page` };
    }
    const only = onlyOne(found);
    if (only !== undefined) return only;
    const status = readStatus(stream, procRoot) ?? stream.status;
    const matching = onlyOne(found.filter((pages) => pages.#matches({ ...stream, status })));
    if (matching !== undefined) return matching;
    const problem = 'has several streams of this PCM that cannot be distinguished';
    const reason = `${describeOwner(owner)} ${problem}`;
    return { errno: 'none', reason };
  }

  /** Copies both pages in one system call; again if the kernel updated them meanwhile. */
  read(): PageValues | Unreadable {
    const { pid } = this.#owner;
    const { status, control } = this.#addresses;
    try {
      this.#copy.fill((into) => this.#readMemory(pid, status, control, into));
    } catch (error) {
      return unreadable(error, this.#owner, this.#procRoot);
    }
    return (
      this.#copy.decode(this.hasControl) ?? {
        errno: 'none',
        reason: `the memory of ${describeOwner(this.#owner)} holds no frame counts`,
      }
    );
  }

  /** True if both are mappings of the same pages: the kernel stores a timestamp at each update. */
  isSameAs(other: OwnerPages): boolean {
    for (let attempt = 0; attempt < MAX_COMPARISONS; attempt++) {
      const [before, values, after] = [this.read(), other.read(), this.read()];
      if (isDeepStrictEqual(before, after)) return isDeepStrictEqual(before, values);
    }
    return false;
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

/** The first if all are mappings of the same pages; undefined if not, or without any. */
function onlyOne([first, ...others]: readonly OwnerPages[]): OwnerPages | undefined {
  return others.every((other) => first?.isSameAs(other)) ? first : undefined;
}
