import { closeSync, constants, fstatSync, openSync, readlinkSync, readSync } from 'node:fs';
import { AlsaMmapError } from '../device/errors.js';
import { attemptOn, fileError } from './file-error.js';

const STDIN = 0;
const READ_FLAGS = constants.O_RDONLY | constants.O_NONBLOCK;

/** Pipe, socket or character device that is read forward only. Reads never block. */
export class PipeSource {
  readonly path: string;
  readonly #descriptor: number;
  readonly #ownsDescriptor: boolean;
  /** True for a FIFO until a writer has opened it: it reads like one that has ended. */
  #awaitsWriter: boolean;
  #ended = false;
  #closed = false;

  /** @param path `-` for stdin */
  static open(path: string): PipeSource {
    return path === '-' ? openStdin() : openPath(path);
  }

  constructor(path: string, descriptor: number, ownsDescriptor: boolean, awaitsWriter = false) {
    this.path = path;
    this.#descriptor = descriptor;
    this.#ownsDescriptor = ownsDescriptor;
    this.#awaitsWriter = awaitsWriter;
  }

  /** True when the writer has closed its end and everything was read. */
  get ended(): boolean {
    return this.#ended;
  }

  /**
   * Reads the bytes that are available, up to the length of `target`; returns their number.
   * @throws {AlsaMmapError} FAILED with the errno if it cannot be read
   */
  readInto(target: Uint8Array): number {
    let filled = 0;
    while (filled < target.length && !this.#ended) {
      const count = this.#readOnce(target.subarray(filled));
      if (count === undefined) break;
      filled += count;
    }
    return filled;
  }

  /** Closes the descriptor, except stdin. Does nothing the second time. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#ended = true;
    if (this.#ownsDescriptor) closeSync(this.#descriptor);
  }

  /** Returns the bytes of one read; undefined if none are available now. */
  #readOnce(target: Uint8Array): number | undefined {
    try {
      const count = readSync(this.#descriptor, target, 0, target.length, null);
      if (count > 0) this.#awaitsWriter = false;
      else if (this.#awaitsWriter) return undefined;
      else this.#ended = true;
      return count;
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      if (code !== 'EAGAIN') throw fileError('read', this.path, cause);
      this.#awaitsWriter = false;
      return undefined;
    }
  }
}

function openPath(path: string): PipeSource {
  return attemptOn('open for reading', path, () => {
    const descriptor = openSync(path, READ_FLAGS);
    // A pipe without a name, as of <(...), has had its writer.
    const isNamed = !readlinkSync(`/proc/self/fd/${descriptor}`).startsWith('pipe:');
    return new PipeSource(path, descriptor, true, isNamed && fstatSync(descriptor).isFIFO());
  });
}

function openStdin(): PipeSource {
  const stats = fstatSync(STDIN);
  if (stats.isDirectory()) throw stdinError('it is a directory');
  // A regular file never blocks, and is read from where the shell left it.
  if (stats.isFile()) return new PipeSource('stdin', STDIN, false);
  if (process.stdin.isTTY) throw stdinError('it is a terminal');
  if (!stats.isSocket()) {
    try {
      // A description of its own: O_NONBLOCK is not set for other processes that share stdin.
      return new PipeSource('stdin', openSync('/proc/self/fd/0', READ_FLAGS), true);
    } catch {
      // Not permitted if another user made the pipe.
    }
  }
  // process.stdin, which was touched above, has made a pipe or socket non-blocking.
  return new PipeSource('stdin', STDIN, false);
}

function stdinError(problem: string): AlsaMmapError {
  return new AlsaMmapError('USAGE', `cannot read stdin: ${problem}; redirect a file or a pipe`);
}
