import { closeSync, constants, mkdirSync, openSync, readSync, writeFileSync } from 'node:fs';
import { parseTrace } from './parse-trace.js';
import { INSTANCES } from './tracefs.js';
import type { Urb } from './urbs.js';

const BUFFER_KB_PER_CPU = 512;
const CHUNK_BYTES = 65_536;

/** USB transfers, and the number of those that the kernel could not record. */
export interface RecordedUrbs {
  readonly urbs: readonly Urb[];
  readonly lost: number;
}

/** Reads the transfers in lines of a trace. */
export function parseUrbs(lines: string): RecordedUrbs {
  if (!lines.includes(': urb: ')) return { urbs: [], lost: 0 };
  const { events, lost } = parseTrace(lines);
  return {
    urbs: events.filter((event) => event.kind === 'urb'),
    lost: lost.reduce((sum, { count = 1 }) => sum + count, 0),
  };
}

/**
 * The USB transfers of a recording, as they end: in an instance of tracefs of their own, which is
 * read while the recording continues. `removeOwnTrace` removes it.
 */
export class UrbSession {
  readonly #pipe: number;
  readonly #chunk = Buffer.alloc(CHUNK_BYTES);
  /** Begin of a line that is not complete. */
  #rest = '';

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
  read(): RecordedUrbs {
    const text = this.#rest + this.#readPipe();
    const end = text.lastIndexOf('\n') + 1;
    this.#rest = text.slice(end);
    return parseUrbs(text.slice(0, end));
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
