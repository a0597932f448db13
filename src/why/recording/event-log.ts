import { mkdirSync, writeFileSync } from 'node:fs';
import type { Urb } from '../model/urbs.js';
import { parseTrace } from '../trace/parse-trace.js';
import type { EventOf } from '../trace/trace-event.js';
import { TracePipe } from './trace-pipe.js';
import { INSTANCES } from './tracefs.js';

const BUFFER_KB_PER_CPU = 512;

/** Xruns and USB transfers, and the number of those that the kernel could not record. */
export interface LoggedEvents {
  readonly xruns: readonly EventOf<'xrun'>[];
  readonly urbs: readonly Urb[];
  readonly lost: number;
}

/** Reads the events in lines of a trace. */
export function parseLog(lines: string): LoggedEvents {
  if (!lines.includes(': (')) return { xruns: [], urbs: [], lost: 0 };
  const { events, lost, overwritten } = parseTrace(lines);
  return {
    xruns: events.filter((event) => event.kind === 'xrun'),
    urbs: events.filter((event) => event.kind === 'urb'),
    lost: lost.reduce((sum, { count = 1 }) => sum + count, overwritten),
  };
}

/**
 * The xruns of all streams as they happen, and the USB transfers as they end: in an instance of
 * tracefs of their own, so that the recording need not be read. `removeOwnTrace` removes it.
 */
export class EventLog {
  readonly #pipe: TracePipe;

  /**
   * Begins to record, with probes that the recording has defined.
   * @param probes names of the probes
   */
  constructor(probes: readonly string[]) {
    const group = `alsa_mmap_${process.pid}`;
    const instance = `${INSTANCES}/${group}_log`;
    mkdirSync(instance);
    writeFileSync(`${instance}/trace_clock`, 'mono');
    writeFileSync(`${instance}/buffer_size_kb`, String(BUFFER_KB_PER_CPU));
    for (const probe of probes) writeFileSync(`${instance}/events/${group}/${probe}/enable`, '1');
    this.#pipe = new TracePipe(instance);
  }

  /** Returns the events since the last call. */
  read(): LoggedEvents {
    return parseLog(this.#pipe.read());
  }

  close(): void {
    this.#pipe.close();
  }
}
