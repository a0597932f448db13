import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { AlsaMmapError } from '../device/errors.js';
import { structLayouts } from '../observe/btf.js';
import {
  eventFilters,
  lockProbe,
  PROBE_NAMES,
  PROBED_FUNCTIONS,
  PROBED_STRUCTURES,
  probeDefinitions,
  staleProbes,
  TICK_EVENT,
} from './probes.js';
import { attempt, list, ownerNotes, threadNotes, threadsOf } from './process-notes.js';

const ROOT = '/sys/kernel/tracing';
const PROBES = `${ROOT}/kprobe_events`;
const GROUP = /^alsa_mmap_(\d+)$/;
const BUFFER_KB_PER_CPU = 4096;
/** Time before an xrun that an account needs: some periods, and a ring. */
export const ACCOUNT_SECONDS = 10;
/** A filter is at most a page long. */
const MAX_THREADS = 64;

/**
 * A flight recorder in an instance of tracefs of its own: the kernel records into a ring, and the
 * next xrun stops it. Nothing reads before. Instances and probes of other tracers are left alone.
 */
export class TraceSession {
  readonly #group = `alsa_mmap_${process.pid}`;
  readonly #instance = `${ROOT}/instances/${this.#group}`;
  readonly #owners: readonly number[];
  /** The last notes about each owner, which may end before the recording is read. */
  readonly #notes = new Map<number, readonly string[]>();

  /**
   * Starts to record.
   * @param owners processes that own the streams
   * @throws PERMISSION without root; UNSUPPORTED without tracefs, a probed function or BTF
   */
  constructor(owners: readonly number[]) {
    this.#owners = owners;
    this.#takeNotes();
    checkAccess();
    sweepTraces();
    const probes = probeDefinitions(this.#group, readLayouts());
    try {
      mkdirSync(this.#instance);
      // An xrun while events are being enabled would stop it before it has begun.
      this.#write('tracing_on', '0');
      this.#write('trace_clock', 'mono');
      this.#write('buffer_size_kb', String(BUFFER_KB_PER_CPU));
      for (const probe of probes) append(PROBES, probe);
      // Without it everything else is recorded.
      attempt(() => append(PROBES, lockProbe(this.#group)));
      this.#enable();
      this.resume();
    } catch (cause) {
      this.close();
      const { message } = cause as Error;
      throw new AlsaMmapError('UNSUPPORTED', `tracefs refuses a probe or event: ${message}`, {
        cause,
      });
    }
  }

  /** True until an xrun stops the recording. */
  get isRecording(): boolean {
    return readFileSync(`${this.#instance}/tracing_on`, 'utf8').startsWith('1');
  }

  /**
   * Returns the recorded text, with notes about the owners; undefined if it has no event, as an
   * xrun was over when the recording began.
   */
  read(): string | undefined {
    const text = readFileSync(`${this.#instance}/trace`, 'utf8');
    if (!/^[^#\n]/m.test(text)) return undefined;
    this.#takeNotes();
    return [text, ...[...this.#notes.values()].flat(), ...threadNotes(text)].join('\n');
  }

  /** Empties the recording and continues. */
  resume(): void {
    this.#write('trace', '');
    this.#write('tracing_on', '1');
  }

  /** Ends the recording and removes instance and probes. */
  close(): void {
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
    append(`${this.#instance}/events/${this.#group}/found/trigger`, 'traceoff');
    const threads = this.#owners.flatMap(threadsOf).slice(0, MAX_THREADS);
    for (const [event, filter] of eventFilters(this.#group, threads)) {
      // A CPU of this kind has no regular ticks.
      if (event === TICK_EVENT && hasTicklessCpus()) continue;
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
  for (const name of list(`${ROOT}/instances`)) {
    const pid = GROUP.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) removeInstance(name);
  }
  const probes = attempt(() => readFileSync(PROBES, 'utf8')) ?? '';
  for (const name of staleProbes(probes, isAlive)) attempt(() => append(PROBES, `-:${name}`));
}

/** Removes the recording of this process, if a thread of it could not do so. */
export function removeOwnTrace(): void {
  const group = `alsa_mmap_${process.pid}`;
  removeInstance(group);
  for (const name of PROBE_NAMES) attempt(() => append(PROBES, `-:${group}/${name}`));
}

/** Stops the events first: the instance, and then its probes, would be busy. */
function removeInstance(group: string): void {
  const instance = `${ROOT}/instances/${group}`;
  if (!existsSync(instance)) return;
  attempt(() => writeFileSync(`${instance}/tracing_on`, '0'));
  attempt(() => writeFileSync(`${instance}/events/enable`, '0'));
  attempt(() => append(`${instance}/events/${group}/xrun/trigger`, '!stacktrace'));
  attempt(() => append(`${instance}/events/${group}/found/trigger`, '!traceoff'));
  attempt(() => rmdirSync(instance));
}

function checkAccess(): void {
  try {
    append(PROBES, '\n');
  } catch (cause) {
    const { code: errno } = cause as NodeJS.ErrnoException;
    if (errno === 'EACCES' || errno === 'EPERM') {
      const isRoot = process.geteuid?.() === 0;
      const advice = isRoot
        ? 'the kernel is locked down, or this is a container'
        : 'run it as root';
      const message = `cannot write ${PROBES}: ${errno}; ${advice}`;
      throw new AlsaMmapError('PERMISSION', message, { errno, cause });
    }
    throw new AlsaMmapError(
      'UNSUPPORTED',
      `cannot write ${PROBES}: ${errno}; mount it with "mount -t tracefs nodev ${ROOT}", ` +
        'which takes a kernel with CONFIG_KPROBE_EVENTS',
      { errno, cause },
    );
  }
  const symbols = readFileSync('/proc/kallsyms', 'utf8');
  const missing = PROBED_FUNCTIONS.filter((name) => !new RegExp(` ${name}\\s`).test(symbols));
  if (missing.length === 0) return;
  throw new AlsaMmapError(
    'UNSUPPORTED',
    `the kernel has no function ${missing.join(', ')} to probe; is snd_pcm loaded?`,
  );
}

/** True if the kernel was booted with nohz_full. */
function hasTicklessCpus(): boolean {
  return /\d/.test(attempt(() => readFileSync('/sys/devices/system/cpu/nohz_full', 'utf8')) ?? '');
}

function readLayouts() {
  const kernel = attempt(() => readFileSync('/sys/kernel/btf/vmlinux'));
  const module = attempt(() => readFileSync('/sys/kernel/btf/snd_pcm'));
  // Without a module snd_pcm is part of the kernel.
  if (module === undefined)
    return structLayouts(kernel ?? Buffer.alloc(0), undefined, PROBED_STRUCTURES);
  return structLayouts(module, kernel, PROBED_STRUCTURES);
}

/** A write that truncates would remove the probes of every tracer. */
function append(file: string, line: string): void {
  writeFileSync(file, line, { flag: 'a' });
}
