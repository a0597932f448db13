import {
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  type Stats,
  writeSync,
} from 'node:fs';
import { AlsaMmapError, type ErrorCode } from '../device/errors.js';
import { createFile } from './file-creation.js';
import { attemptOn } from './file-error.js';
import { findFileChange } from './file-identity.js';

/** Destination of a `WavWriter`. Every call throws an `AlsaMmapError` that names the path. */
export interface WavSink {
  readonly path: string;
  /** True for a regular file, which can be written at any position and truncated. */
  readonly seekable: boolean;
  /**
   * Writes at byte `position`, or at the end of a stream. Returns the bytes accepted, which may be
   * fewer than given.
   */
  write(bytes: Uint8Array, position: number): number;
  /**
   * Describes how another program changed a seekable sink that should be `length` bytes long;
   * undefined if it did not.
   */
  findChange?(length: number): string | undefined;
  /** Truncates a seekable sink to `length` bytes. */
  truncate(length: number): void;
  close(): void;
}

/** File that is created, or emptied if it exists; see `createFile`. */
export class FileSink implements WavSink {
  readonly path: string;
  readonly seekable: boolean;
  readonly #descriptor: number;

  /** @throws {AlsaMmapError} NO_DEVICE, PERMISSION, BUSY or FAILED; see `createFile` */
  constructor(path: string) {
    this.path = path;
    const file = createFile(path);
    this.#descriptor = file.descriptor;
    this.seekable = file.isRegular;
  }

  write(bytes: Uint8Array, position: number): number {
    const at = this.seekable ? position : null;
    return attemptOn('write', this.path, () =>
      writeSync(this.#descriptor, bytes, 0, bytes.length, at),
    );
  }

  findChange(length: number): string | undefined {
    return this.seekable ? findFileChange(this.#descriptor, this.path, length) : undefined;
  }

  truncate(length: number): void {
    attemptOn('write', this.path, () => ftruncateSync(this.#descriptor, length));
  }

  close(): void {
    attemptOn('close', this.path, () => closeSync(this.#descriptor));
  }
}

/** Regular file that is read at given positions. Every error names the path. */
export class FileSource {
  readonly path: string;
  readonly #descriptor: number;
  #closed = false;

  /** @throws {AlsaMmapError} NO_DEVICE, PERMISSION, USAGE, UNSUPPORTED or FAILED */
  constructor(path: string) {
    this.path = path;
    // O_NONBLOCK: opening a FIFO must not wait for a writer.
    const flags = constants.O_RDONLY | constants.O_NONBLOCK;
    this.#descriptor = attemptOn('open for reading', path, () => openSync(path, flags));
    const stats = statsOf(path, this.#descriptor);
    if (stats.isFile()) return;
    this.close();
    throw stats.isDirectory()
      ? this.#error('USAGE', 'it is a directory; name a file')
      : this.#error('UNSUPPORTED', 'it is a pipe or a device; copy it into a file first');
  }

  /** Current length of the file. */
  get byteLength(): number {
    return attemptOn('read', this.path, () => fstatSync(this.#descriptor).size);
  }

  /**
   * Fills `target` from byte `position` on; returns the bytes read, fewer only at the file's end.
   * @throws {AlsaMmapError} CLOSED after `close`, FAILED with the errno if the file cannot be read
   */
  readInto(target: Uint8Array, position: number): number {
    if (this.#closed) throw this.#error('CLOSED', 'it was closed; open it again');
    let filled = 0;
    while (filled < target.length) {
      const count = attemptOn('read', this.path, () =>
        readSync(this.#descriptor, target, filled, target.length - filled, position + filled),
      );
      if (count === 0) break;
      filled += count;
    }
    return filled;
  }

  /** Returns up to `length` bytes from byte `position` on, fewer only at the file's end. */
  readAt(position: number, length: number): Buffer {
    const target = Buffer.alloc(length);
    return target.subarray(0, this.readInto(target, position));
  }

  /** Closes the file. Does nothing the second time. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    attemptOn('close', this.path, () => closeSync(this.#descriptor));
  }

  #error(code: ErrorCode, problem: string): AlsaMmapError {
    return new AlsaMmapError(code, `cannot read ${this.path}: ${problem}`);
  }
}

/** Returns the status of a newly opened file; closes the file if that fails. */
function statsOf(path: string, fd: number): Stats {
  try {
    return attemptOn('open for reading', path, () => fstatSync(fd));
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}
