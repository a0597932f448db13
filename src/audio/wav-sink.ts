import { closeSync, fstatSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { fileError } from './file-error.js';

/** Where a `WavWriter` puts its bytes. Every call throws an `AlsaMmapError` that names the path. */
export interface WavSink {
  readonly path: string;
  /** A regular file, that may be written at any position and cut; else a stream. */
  readonly seekable: boolean;
  /**
   * Writes at byte `position`, or next where the sink is a stream. Returns the bytes taken, which
   * may be fewer than given.
   */
  write(bytes: Uint8Array, position: number): number;
  /** Cuts a rewritable sink to `length` bytes. */
  truncate(length: number): void;
  close(): void;
}

/** A file by its path: made, or emptied where it is there. */
export class FileSink implements WavSink {
  readonly path: string;
  readonly seekable: boolean;
  readonly #descriptor: number;

  /** @throws {AlsaMmapError} NO_DEVICE, PERMISSION, USAGE or FAILED, by the reason. */
  constructor(path: string) {
    this.path = path;
    this.#descriptor = open(path);
    this.seekable = fstatSync(this.#descriptor).isFile();
  }

  write(bytes: Uint8Array, position: number): number {
    const at = this.seekable ? position : null;
    try {
      return writeSync(this.#descriptor, bytes, 0, bytes.length, at);
    } catch (cause) {
      throw fileError('write', this.path, cause);
    }
  }

  truncate(length: number): void {
    try {
      ftruncateSync(this.#descriptor, length);
    } catch (cause) {
      throw fileError('write', this.path, cause);
    }
  }

  close(): void {
    try {
      closeSync(this.#descriptor);
    } catch (cause) {
      throw fileError('close', this.path, cause);
    }
  }
}

function open(path: string): number {
  try {
    return openSync(path, 'w');
  } catch (cause) {
    throw fileError('open for writing', path, cause);
  }
}
