import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { AlsaMmapError } from '../device/errors.js';
import { fileError } from './file-error.js';

/** A regular file that is read at positions. Every failure names the path. */
export class FileSource {
  readonly path: string;
  readonly #descriptor: number;
  #closed = false;

  /** @throws {AlsaMmapError} NO_DEVICE, PERMISSION, USAGE, UNSUPPORTED or FAILED, by the reason. */
  constructor(path: string) {
    this.path = path;
    this.#descriptor = open(path);
    try {
      this.#requireRegularFile();
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** The file's length now. */
  get byteLength(): number {
    return fstatSync(this.#descriptor).size;
  }

  /** Fills `target` from byte `position` on; returns the bytes read, fewer only at the file's end. */
  readInto(target: Uint8Array, position: number): number {
    if (this.#closed) throw this.#closedError();
    let filled = 0;
    while (filled < target.length) {
      const more = this.#readSome(target, filled, position + filled);
      if (more === 0) break;
      filled += more;
    }
    return filled;
  }

  /** Up to `length` bytes from byte `position` on, fewer only at the file's end. */
  readAt(position: number, length: number): Buffer {
    const target = Buffer.alloc(length);
    return target.subarray(0, this.readInto(target, position));
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    closeSync(this.#descriptor);
  }

  #readSome(target: Uint8Array, filled: number, position: number): number {
    try {
      return readSync(this.#descriptor, target, filled, target.length - filled, position);
    } catch (cause) {
      throw fileError('read', this.path, cause);
    }
  }

  #requireRegularFile(): void {
    const stats = fstatSync(this.#descriptor);
    if (stats.isFile()) return;
    if (stats.isDirectory()) {
      throw new AlsaMmapError('USAGE', `cannot read ${this.path}: it is a directory; name a file`);
    }
    throw new AlsaMmapError(
      'UNSUPPORTED',
      `cannot read ${this.path}: it is a pipe or a device; copy it into a file first`,
    );
  }

  #closedError(): AlsaMmapError {
    return new AlsaMmapError('CLOSED', `cannot read ${this.path}: it was closed; open it again`);
  }
}

/** Without waiting for a writer, should the path be a FIFO. */
function open(path: string): number {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (cause) {
    throw fileError('open for reading', path, cause);
  }
}
