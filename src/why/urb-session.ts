import { closeSync, constants, mkdirSync, openSync, readSync, writeFileSync } from 'node:fs';
import { parseTrace } from './parse-trace.js';
import { INSTANCES } from './tracefs.js';
import type { Urb } from './urbs.js';

const BUFFER_KB_PER_CPU = 512;
const CHUNK_BYTES = 65_536;

/**
 * The USB transfers of a recording, as they end: in an instance of tracefs of their own, which is
 * read while the recording continues. `removeOwnTrace` removes it.
 */
export class UrbSession {
  readonly #pipe: number;
  readonly #chunk = Buffer.alloc(CHUNK_BYTES);
  /** Begin of a line that is not complete. */
  #rest = '';
  #lost = 0;

  /** Begins to record, with a probe that the recording has defined. */
  constructor() {
    const group = `alsa_mmap_${process.pid}`;
    const instance = `${INSTANCES}/${group}_usb`;
    mkdirSync(instance);
    writeFileSync(`${instance}/trace_clock`, 'mono');
    writeFileSync(`${instance}/buffer_size_kb`, String(BUFFER_KB_PER_CPU));
    writeFileSync(`${instance}/events/${group}/urb/enable`, '1');
    this.#pipe = openSync(`${instance}/trace_pipe`, constants.O_RDONLY | constants.O_NONBLOCK);
  }

  /** Returns the transfers since the last call. */
  read(): Urb[] {
    const text = this.#rest + this.#readPipe();
    const end = text.lastIndexOf('\n') + 1;
    this.#rest = text.slice(end);
    const lines = text.slice(0, end);
    if (!lines.includes(': urb: ')) return [];
    const { events, lost } = parseTrace(lines);
    for (const { count = 1 } of lost) this.#lost += count;
    return events.filter((event) => event.kind === 'urb');
  }

  /** Transfers that the kernel did not record, because it ended more than were read. */
  get lost(): number {
    return this.#lost;
  }

  close(): void {
    closeSync(this.#pipe);
  }

  #readPipe(): string {
    let text = '';
    for (;;) {
      try {
        const bytes = readSync(this.#pipe, this.#chunk);
        if (bytes === 0) return text;
        text += this.#chunk.toString('latin1', 0, bytes);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return text;
        throw error;
      }
    }
  }
}
