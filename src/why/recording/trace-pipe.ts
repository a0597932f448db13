import { closeSync, constants, openSync, readSync } from 'node:fs';

const CHUNK_BYTES = 65_536;
/**
 * The kernel returns a page at a time. Less than half of one is all that there was, except for a
 * single byte: a page that is full to its end is returned without the last one.
 */
const CAUGHT_UP_BYTES = 2048;
const LAST_OF_FULL_PAGE = 1;

/** The text of an instance's events, which reading removes from its ring. Recording continues. */
export class TracePipe {
  readonly #chunk = Buffer.alloc(CHUNK_BYTES);
  #pipe: number | undefined;
  /** Begin of a line that is not complete. */
  #rest: Buffer = Buffer.alloc(0);

  constructor(instance: string) {
    this.#pipe = openSync(`${instance}/trace_pipe`, constants.O_RDONLY | constants.O_NONBLOCK);
  }

  /** Returns the lines since the last call. */
  read(): string {
    const chunks = [this.#rest];
    let size: number;
    do {
      size = this.#readChunk();
      chunks.push(Buffer.from(this.#chunk.subarray(0, size)));
    } while (size >= CAUGHT_UP_BYTES || size === LAST_OF_FULL_PAGE);
    const read = Buffer.concat(chunks);
    const end = read.lastIndexOf('\n') + 1;
    this.#rest = read.subarray(end);
    return read.toString('utf8', 0, end);
  }

  close(): void {
    if (this.#pipe !== undefined) closeSync(this.#pipe);
    this.#pipe = undefined;
  }

  #readChunk(): number {
    if (this.#pipe === undefined) return 0;
    try {
      return readSync(this.#pipe, this.#chunk);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return 0;
      throw error;
    }
  }
}
