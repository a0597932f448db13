import { constants, fstatSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { attemptOn } from './file-error.js';
import { findFileChange } from './file-identity.js';
import type { WavSink } from './file-io.js';

/** Device number of /dev/null, which Node opens in place of a closed standard descriptor. */
const NULL_DEVICE = 0x103;
const ACCESS_MODE = constants.O_RDONLY | constants.O_WRONLY | constants.O_RDWR;

interface DescriptorState {
  /** Offset of the next read or write. */
  readonly offset: number;
  readonly flags: number;
}

/**
 * Regular file that the program inherited as an open descriptor, such as stdout. The file starts at
 * the descriptor's offset, or at the end of the file with O_APPEND; bytes before it are kept. The
 * offset advances with the samples, so that another program can continue after them.
 */
export class InheritedFileSink implements WavSink {
  readonly path: string;
  readonly seekable = true;
  readonly #descriptor: number;
  /** For earlier positions: with O_APPEND the inherited descriptor always writes to the end. */
  readonly #rewriteDescriptor: number;
  readonly #start: number;
  /** True if the file continued after the start: its length is then no evidence. */
  readonly #hasTail: boolean;
  /** Offset of the descriptor, from the start. */
  #end = 0;

  /** @param path name of the descriptor in errors; `close()` leaves the descriptor open */
  constructor(descriptor: number, path: string) {
    this.#descriptor = descriptor;
    this.path = path;
    const { offset, flags } = descriptorState(descriptor);
    const appends = (flags & constants.O_APPEND) !== 0;
    const { size } = fstatSync(descriptor);
    this.#start = appends ? size : offset;
    this.#hasTail = size > this.#start;
    this.#rewriteDescriptor = appends
      ? attemptOn('open for writing', path, () =>
          openSync(`/proc/self/fd/${descriptor}`, constants.O_WRONLY),
        )
      : descriptor;
  }

  write(bytes: Uint8Array, position: number): number {
    const isNext = position === this.#end;
    const count = attemptOn('write', this.path, () =>
      isNext
        ? writeSync(this.#descriptor, bytes)
        : writeSync(this.#rewriteDescriptor, bytes, 0, bytes.length, this.#start + position),
    );
    if (isNext) this.#end += count;
    return count;
  }

  findChange(length: number): string | undefined {
    if (this.#hasTail) return undefined;
    return findFileChange(this.#descriptor, undefined, this.#start + length);
  }

  /** Keeps earlier bytes of the file behind the samples. */
  truncate(length: number): void {
    if (fstatSync(this.#descriptor).size !== this.#start + this.#end) return;
    attemptOn('write', this.path, () =>
      ftruncateSync(this.#rewriteDescriptor, this.#start + length),
    );
    if (this.#rewriteDescriptor !== this.#descriptor) this.#end = length;
  }

  close(): void {}
}

/** Returns true if the descriptor is a regular file. */
export function isRegularFile(descriptor: number): boolean {
  return fstatSync(descriptor).isFile();
}

/**
 * Returns true if a standard descriptor was closed when the program started. Node then opens
 * /dev/null for reading and writing in its place; a shell opens it for writing only.
 */
export function wasClosedAtStart(descriptor: number): boolean {
  const { rdev } = fstatSync(descriptor);
  if (rdev !== NULL_DEVICE) return false;
  return (descriptorState(descriptor).flags & ACCESS_MODE) === constants.O_RDWR;
}

function descriptorState(descriptor: number): DescriptorState {
  const text = readFileSync(`/proc/self/fdinfo/${descriptor}`, 'latin1');
  const [, offset = '0'] = /^pos:\s*(\d+)/m.exec(text) ?? [];
  const [, flags = '0'] = /^flags:\s*(\d+)/m.exec(text) ?? [];
  return { offset: Number(offset), flags: Number.parseInt(flags, 8) };
}
