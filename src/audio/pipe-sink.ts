import { writeSync } from 'node:fs';
import { fileError } from './file-error.js';
import type { WavSink } from './wav-sink.js';

const NO_BYTES = new Uint8Array(0);
/** The reader closed its end; of a socket, it may have done so with bytes unread. */
const READER_CLOSED_ERRNOS = new Set(['EPIPE', 'ECONNRESET']);

/**
 * A descriptor that may take bytes slowly, such as a pipe that does not block. What it does not take
 * at once is held, and goes out by `flush()`; whoever writes does well to ask `heldBytes` first.
 */
export class PipeSink implements WavSink {
  readonly path: string;
  readonly seekable = false;
  readonly #descriptor: number;
  #pending: Uint8Array = NO_BYTES;
  #readerClosed = false;

  /** @param path what the descriptor is called in errors; it is not closed here */
  constructor(descriptor: number, path: string) {
    this.#descriptor = descriptor;
    this.path = path;
  }

  /** Nobody reads any more. Nothing is held or written from then on. */
  get readerClosed(): boolean {
    return this.#readerClosed;
  }

  get pendingBytes(): number {
    return this.#pending.length;
  }

  /** Takes all of `bytes`, by writing or by holding a copy. */
  write(bytes: Uint8Array): number {
    if (this.flush() > 0) {
      this.#pending = Buffer.concat([this.#pending, bytes]);
      return bytes.length;
    }
    const taken = this.#writeSome(bytes);
    if (taken < bytes.length && !this.#readerClosed) this.#pending = bytes.slice(taken);
    return bytes.length;
  }

  /** Writes what the reader takes of the bytes held; returns how many are held still. */
  flush(): number {
    if (this.#pending.length > 0)
      this.#pending = this.#pending.subarray(this.#writeSome(this.#pending));
    if (this.#readerClosed) this.#pending = NO_BYTES;
    return this.#pending.length;
  }

  truncate(): void {}

  close(): void {}

  /** @returns bytes that went out: fewer than given where the reader is slow, or gone */
  #writeSome(bytes: Uint8Array): number {
    let taken = 0;
    while (taken < bytes.length && !this.#readerClosed) {
      try {
        taken += writeSync(this.#descriptor, bytes, taken);
      } catch (cause) {
        const errno = (cause as NodeJS.ErrnoException).code ?? '';
        if (errno === 'EAGAIN') break;
        if (!READER_CLOSED_ERRNOS.has(errno)) throw fileError('write', this.path, cause);
        this.#readerClosed = true;
      }
    }
    return taken;
  }
}
