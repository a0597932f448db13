import { constants, openSync } from 'node:fs';
import { PipeSink } from '../../audio/pipe-sink.js';
import { handleErrors, type StandardStream, writeDirectly } from './standard-streams.js';

/** The part of a stream of the process that text needs. */
export type TextOutput = Pick<NodeJS.WriteStream, 'isTTY' | 'columns' | 'writableLength'> & {
  write(text: string | Uint8Array): void;
};

const FLUSH_INTERVAL_MS = 50;
/** Bytes kept while a terminal is blocked; further text is dropped, and its length reported. */
const MAX_PENDING_BYTES = 2 ** 20;

const terminals = new Map<number, TextOutput>();

/**
 * Returns an output for text that never blocks the thread: the stream itself, or for a terminal a
 * `TerminalOutput`, one for each descriptor.
 */
export function textOutput(stream: StandardStream): TextOutput {
  handleErrors(stream);
  if (stream.isTTY !== true) return stream;
  const output = terminals.get(stream.fd) ?? openTerminal(stream, stream.fd);
  terminals.set(stream.fd, output);
  return output;
}

/** Writes text to stdout without blocking on a terminal. */
export function writeOutput(text: string): void {
  const rest = writeDirectly(1, text);
  if (rest.length > 0) textOutput(process.stdout).write(rest);
}

/** Writes text to stderr without blocking on a terminal. */
export function writeError(text: string): void {
  const rest = writeDirectly(2, text);
  if (rest.length > 0) textOutput(process.stderr).write(rest);
}

/** Opens the terminal a second time: its first descriptor is shared with other processes. */
function openTerminal(stream: NodeJS.WriteStream, fd: number): TextOutput {
  try {
    const flags = constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY;
    return new TerminalOutput(stream, openSync(`/proc/self/fd/${fd}`, flags));
  } catch {
    // The terminal of another user, or no /proc.
    return stream;
  }
}

/**
 * Terminal that is written without blocking. Node writes to a terminal synchronously, so a blocked
 * one (Ctrl-S, a stalled ssh) would stop the thread, and with it the file of a stream. Text that
 * the terminal does not accept is kept and written later; the program ends after that. If it is
 * more than 1 MiB, only its length is written.
 */
export class TerminalOutput implements TextOutput {
  readonly isTTY = true;
  readonly #stream: NodeJS.WriteStream;
  readonly #sink: PipeSink;
  #timer: NodeJS.Timeout | undefined;
  #droppedBytes = 0;
  #isGone = false;

  constructor(stream: NodeJS.WriteStream, fd: number) {
    this.#stream = stream;
    this.#sink = new PipeSink(fd, 'the terminal');
  }

  get columns(): number {
    return this.#stream.columns;
  }

  get writableLength(): number {
    return this.#sink.pendingBytes;
  }

  write(text: string | Uint8Array): void {
    const bytes = typeof text === 'string' ? Buffer.from(text) : text;
    if (this.#sink.pendingBytes > MAX_PENDING_BYTES) {
      this.#droppedBytes += bytes.length;
      return;
    }
    this.#try(() => this.#sink.write(bytes));
    if (this.#sink.pendingBytes > 0)
      this.#timer ??= setInterval(() => this.#flush(), FLUSH_INTERVAL_MS);
  }

  #flush(): void {
    this.#try(() => this.#sink.flush());
    if (this.#sink.pendingBytes > 0 && !this.#isGone) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    if (this.#droppedBytes === 0) return;
    const dropped = this.#droppedBytes;
    this.#droppedBytes = 0;
    this.write(`${dropped} bytes of text were dropped while the terminal stood still\n`);
  }

  /** Drops the text after the terminal was closed (EIO). */
  #try(call: () => void): void {
    if (this.#isGone) return;
    try {
      call();
    } catch {
      this.#isGone = true;
    }
  }
}
