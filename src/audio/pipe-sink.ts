import { constants, openSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileError } from './file-error.js';
import { statOf } from './file-identity.js';
import type { WavSink } from './file-io.js';

const NO_BYTES = new Uint8Array(0);
/** ECONNRESET comes from a socket that was closed with unread bytes. */
const READER_CLOSED_ERRNOS = new Set(['EPIPE', 'ECONNRESET']);

/**
 * Sink for a descriptor that may accept bytes slowly, such as a non-blocking pipe. Bytes that it
 * does not accept are kept and written by `flush()`; check `pendingBytes` before a write to limit
 * them.
 */
export class PipeSink implements WavSink {
  readonly path: string;
  readonly seekable = false;
  readonly #descriptor: number;
  #pending: Uint8Array = NO_BYTES;
  #readerClosed = false;

  /** @param path name of the descriptor in errors; `close()` leaves the descriptor open */
  constructor(descriptor: number, path: string) {
    this.#descriptor = descriptor;
    this.path = path;
  }

  /** True after the reader closed its end; bytes are dropped from then on. */
  get readerClosed(): boolean {
    return this.#readerClosed;
  }

  /** Bytes that wait for `flush()`. */
  get pendingBytes(): number {
    return this.#pending.length;
  }

  /** Accepts all of `bytes`; keeps a copy of those that cannot be written now. */
  write(bytes: Uint8Array): number {
    if (this.flush() > 0) {
      this.#pending = Buffer.concat([this.#pending, bytes]);
      return bytes.length;
    }
    const taken = this.#writeSome(bytes);
    if (taken < bytes.length && !this.#readerClosed) this.#pending = bytes.slice(taken);
    return bytes.length;
  }

  /** Writes as many pending bytes as possible; returns the number still pending. */
  flush(): number {
    if (this.#pending.length > 0)
      this.#pending = this.#pending.subarray(this.#writeSome(this.#pending));
    if (this.#readerClosed) this.#pending = NO_BYTES;
    return this.#pending.length;
  }

  truncate(): void {}

  close(): void {}

  /** Returns the bytes written: fewer than given if the reader is slow or closed its end. */
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

const READER_POLL_MS = 50;

/**
 * Opens a FIFO or another pipe for non-blocking writes as soon as it has a reader. open(2) would
 * block the thread until then, so that no signal could end the program.
 * @returns the descriptor; undefined if the path is not a pipe
 * @throws {AlsaMmapError} PERMISSION or FAILED; see `fileError`
 */
export async function openNamedPipe(path: string): Promise<number | undefined> {
  if (!statOf(path)?.isFIFO()) return undefined;
  for (;;) {
    try {
      return openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
    } catch (cause) {
      const hasNoReader = (cause as NodeJS.ErrnoException).code === 'ENXIO';
      if (!hasNoReader) throw fileError('open for writing', path, cause);
    }
    await sleep(READER_POLL_MS);
  }
}
