import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { AlsaMmapError } from '../../device/errors.js';
import { attempt, list, ownerNotes, threadNotes, threadsOf } from '../trace/process-notes.js';
import { EventLog, type LoggedEvents } from './event-log.js';
import {
  eventFilters,
  lockProbe,
  PROBE_NAMES,
  PROBED_FUNCTIONS,
  PROBED_STRUCTURES,
  probeDefinitions,
  staleProbes,
  TICK_EVENTS,
  URB_FUNCTION,
  URB_STRUCTURES,
  urbProbe,
} from './probes.js';
import { TracePipe } from './trace-pipe.js';
import { append, checkAccess, INSTANCES, PROBES, readLayouts } from './tracefs.js';

/** Instances of a process: the recording, and the log of xruns. */
const INSTANCE = /^alsa_mmap_(\d+)(?:_log)?$/;
const BUFFER_KB_PER_CPU = 2048;
/** A filter is at most a page long. */
const MAX_THREADS = 64;

/**
 * A flight recorder in an instance of tracefs of its own: the kernel records into a ring, which is
 * read after an xrun. Instances and probes of other tracers are left alone.
 */
export class TraceSession {
  readonly #group = `alsa_mmap_${process.pid}`;
  readonly #instance = `${INSTANCES}/${this.#group}`;
  readonly #owners: readonly number[];
  /** The last notes about each owner, which may end before the recording is read. */
  readonly #notes = new Map<number, readonly string[]>();
  #pipe: TracePipe | undefined;
  #log: EventLog | undefined;

  /**
   * Starts to record.
   * @param owners processes that own the streams
   * @param hasUrbs records USB transfers, too
   * @throws PERMISSION without root; UNSUPPORTED without tracefs, a probed function or BTF
   */
  constructor(owners: readonly number[], hasUrbs = false) {
    this.#owners = owners;
    this.#takeNotes();
    checkAccess(hasUrbs ? [...PROBED_FUNCTIONS, URB_FUNCTION] : PROBED_FUNCTIONS);
    sweepTraces();
    const probes = probeDefinitions(this.#group, readLayouts('snd_pcm', PROBED_STRUCTURES));
    if (hasUrbs) {
      probes.push(urbProbe(this.#group, readLayouts('snd_usb_audio', URB_STRUCTURES)));
    }
    try {
      mkdirSync(this.#instance);
      this.#write('tracing_on', '0');
      this.#write('trace_clock', 'mono');
      this.#write('buffer_size_kb', String(BUFFER_KB_PER_CPU));
      for (const probe of probes) append(PROBES, probe);
      // Without it everything else is recorded.
      attempt(() => append(PROBES, lockProbe(this.#group)));
      this.#enable();
      this.#pipe = new TracePipe(this.#instance);
      this.#write('tracing_on', '1');
      // An xrun that it has must be in the recording.
      this.#log = new EventLog(hasUrbs ? ['xrun', 'urb'] : ['xrun']);
    } catch (cause) {
      this.close();
      const { message } = cause as Error;
      throw new AlsaMmapError('UNSUPPORTED', `tracefs refuses a probe or event: ${message}`, {
        cause,
      });
    }
  }

  /** Returns the xruns, and the USB transfers if they were requested, since the last call. */
  readLog(): LoggedEvents {
    return this.#log?.read() ?? { xruns: [], urbs: [], lost: 0 };
  }

  /** Returns the recorded text since the last call. The recording continues. */
  take(): string {
    return this.#pipe?.read() ?? '';
  }

  /** Returns comments about the owners, and the threads that hold a CPU at the end of a text. */
  notes(text: string): string[] {
    this.#takeNotes();
    return [...[...this.#notes.values()].flat(), ...threadNotes(text)];
  }

  /** Ends the recording and removes instance and probes. */
  close(): void {
    this.#log?.close();
    this.#pipe?.close();
    removeOwnTrace();
  }

  #takeNotes(): void {
    for (const owner of this.#owners) {
      const notes = ownerNotes(owner);
      if (notes.length > 0) this.#notes.set(owner, notes);
    }
  }

  #enable(): void {
    append(`${this.#instance}/events/${this.#group}/xrun/trigger`, 'stacktrace');
    const threads = this.#owners.flatMap(threadsOf).slice(0, MAX_THREADS);
    for (const [event, filter] of eventFilters(this.#group, threads)) {
      // A CPU of this kind has no regular ticks.
      if (TICK_EVENTS.includes(event) && hasTicklessCpus()) continue;
      // Some have an event on x86 only; the probe of locks may have been refused.
      if (!existsSync(`${this.#instance}/events/${event}`)) continue;
      if (filter !== '') this.#write(`events/${event}/filter`, filter);
      this.#write(`events/${event}/enable`, '1');
    }
  }

  #write(file: string, text: string): void {
    writeFileSync(`${this.#instance}/${file}`, text);
  }
}

/** Removes what processes have left that ended without doing so. */
export function sweepTraces(): void {
  const isAlive = (pid: number) => pid === process.pid || existsSync(`/proc/${pid}`);
  for (const name of list(INSTANCES)) {
    const pid = INSTANCE.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) removeInstance(name);
  }
  const probes = attempt(() => readFileSync(PROBES, 'utf8')) ?? '';
  for (const name of staleProbes(probes, isAlive)) attempt(() => append(PROBES, `-:${name}`));
}

/** Removes the recording of this process, if a thread of it could not do so. */
export function removeOwnTrace(): void {
  const group = `alsa_mmap_${process.pid}`;
  removeInstance(`${group}_log`);
  removeInstance(group);
  for (const name of PROBE_NAMES) attempt(() => append(PROBES, `-:${group}/${name}`));
}

/** Stops the events first: the instance, and then its probes, would be busy. */
function removeInstance(name: string): void {
  const instance = `${INSTANCES}/${name}`;
  if (!existsSync(instance)) return;
  attempt(() => writeFileSync(`${instance}/tracing_on`, '0'));
  attempt(() => writeFileSync(`${instance}/events/enable`, '0'));
  attempt(() => append(`${instance}/events/${name}/xrun/trigger`, '!stacktrace'));
  // The script examples/record-trace.sh has this one.
  attempt(() => append(`${instance}/events/${name}/found/trigger`, '!traceoff'));
  attempt(() => rmdirSync(instance));
}

/** True if the kernel was booted with nohz_full. */
function hasTicklessCpus(): boolean {
  return /\d/.test(attempt(() => readFileSync('/sys/devices/system/cpu/nohz_full', 'utf8')) ?? '');
}
