import { AlsaMmapError } from '../../device/errors.js';
import type { StreamSample } from '../../observe/pointer-sampler.js';
import { parseEvent } from './parse-event.js';
import { parseSampleNote } from './sample-notes.js';
import type { TraceEvent } from './trace-event.js';

/** Events that the kernel dropped on one CPU, between two events that it kept. */
export interface LostEvents {
  readonly cpu: number;
  /** Undefined if the kernel did not count them. */
  readonly count: number | undefined;
  readonly fromNs: number;
  readonly toNs: number;
}

/** A parsed trace. Events are in order of time. */
export interface Trace {
  readonly events: readonly TraceEvent[];
  readonly lost: readonly LostEvents[];
  /** Events that newer ones had overwritten when the trace was read. */
  readonly overwritten: number;
  /** Lines that were not understood. */
  readonly unreadLines: number;
  /** Targets of descriptors, by `PID FD`, from the comments of the recording script. */
  readonly descriptors: ReadonlyMap<string, string>;
  /** Threads of the owners' processes, from the same comments. */
  readonly threads: ReadonlyMap<number, string>;
  /** Processes of those threads, by thread. */
  readonly processes: ReadonlyMap<number, number>;
  /** Priorities of threads that held a CPU at the end of the trace: they may have changed. */
  readonly priorities: ReadonlyMap<number, number>;
  /** Names of the same threads. */
  readonly names: ReadonlyMap<number, string>;
  /** Samples of the pointers between the events, in order of time for each stream. */
  readonly samples: readonly StreamSample[];
}

/** Task, CPU, flags, time, name and text; a column of process ids and the flags may be missing. */
const EVENT = new RegExp(
  String.raw`^\s*(.+?)-(\d+)\s+(?:\(\s*[\d-]+\)\s+)?\[(\d+)\]\s+(?:(\S{4,6})\s+)?` +
    String.raw`(\d+)\.(\d{6,9}): ([^\s:]+): (.*)$`,
);
const STACK = /\[(\d+)\].*: <stack trace>/;
const FRAME = /^ => (.+)$/;
const LOST = /^CPU:(\d+) \[LOST (?:(\d+) )?EVENTS\]/;
const ENTRIES = /^# entries-in-buffer\/entries-written: (\d+)\/(\d+)/;
const DESCRIPTOR = /^# alsa-mmap: fd (\d+) (\d+) (.+)$/;
const THREAD = /^# alsa-mmap: thread (\d+) (.+)$/;
const PROCESS = /^# alsa-mmap: process (\d+) (\d+)$/;
const NAME = /^# alsa-mmap: name (\d+) (.+)$/;
const PRIORITY = /^# alsa-mmap: priority (\d+) (-?\d+)$/;

/**
 * Parses the text of tracefs' file `trace`, with a clock that counts seconds.
 * @throws UNSUPPORTED if it has no event
 */
export function parseTrace(text: string): Trace {
  const parser = new TraceParser();
  for (const line of text.split('\n')) parser.add(line);
  return parser.end();
}

class TraceParser {
  readonly #events: TraceEvent[] = [];
  readonly #lost: LostEvents[] = [];
  readonly #descriptors = new Map<string, string>();
  readonly #threads = new Map<number, string>();
  readonly #processes = new Map<number, number>();
  readonly #priorities = new Map<number, number>();
  readonly #names = new Map<number, string>();
  readonly #samples: StreamSample[] = [];
  /** Losses whose end is the next event of the CPU. */
  readonly #open = new Map<number, number | undefined>();
  readonly #lastOfCpu = new Map<number, TraceEvent>();
  #stack: string[] | undefined;
  #overwritten = 0;
  #unreadLines = 0;

  add(line: string): void {
    const frame = FRAME.exec(line)?.[1];
    if (frame !== undefined) {
      this.#stack?.push(frame);
      return;
    }
    this.#stack = undefined;
    const match = EVENT.exec(line);
    if (match !== null) this.#addEvent(match);
    else if (line.startsWith('#')) this.#addComment(line);
    else if (line !== '') this.#addOther(line);
  }

  end(): Trace {
    const endNs = this.#events.at(-1)?.ns;
    if (endNs === undefined) {
      throw new AlsaMmapError(
        'UNSUPPORTED',
        'the trace has no event; expected the text of the file "trace" of tracefs (clock "mono")',
      );
    }
    for (const cpu of this.#open.keys()) this.#closeLoss(cpu, endNs);
    return {
      events: this.#events.sort((one, other) => one.ns - other.ns),
      lost: this.#lost,
      overwritten: this.#overwritten,
      unreadLines: this.#unreadLines,
      descriptors: this.#descriptors,
      threads: this.#threads,
      processes: this.#processes,
      priorities: this.#priorities,
      names: this.#names,
      samples: this.#samples,
    };
  }

  #addEvent(match: RegExpExecArray): void {
    const [, command, pid, cpuText, flags = '', seconds, fraction, name, text] = match;
    const cpu = Number(cpuText);
    const ns = Number(seconds) * 1e9 + Number(fraction!.padEnd(9, '0'));
    if (this.#open.has(cpu)) this.#closeLoss(cpu, ns);
    const detail = parseEvent(name!, text!);
    if (detail === undefined) this.#unreadLines++;
    const event: TraceEvent = {
      ...(detail ?? { kind: 'other' }),
      ns,
      cpu,
      task: { pid: Number(pid), command: command! },
      // A threaded handler has no flag.
      inInterrupt: /[hHsZz]/.test(flags[2] ?? '') || command!.startsWith('irq/'),
    };
    this.#events.push(event);
    this.#lastOfCpu.set(cpu, event);
  }

  /** Events that were lost before the first one of a CPU had been overwritten. */
  #closeLoss(cpu: number, toNs: number): void {
    const fromNs = this.#lastOfCpu.get(cpu)?.ns;
    const count = this.#open.get(cpu);
    if (fromNs === undefined) this.#overwritten += count ?? 0;
    else this.#lost.push({ cpu, count, fromNs, toNs });
    this.#open.delete(cpu);
  }

  #addComment(line: string): void {
    const [, inBuffer, written] = ENTRIES.exec(line) ?? [];
    if (written !== undefined) this.#overwritten += Number(written) - Number(inBuffer);
    const [, pid, descriptor, target] = DESCRIPTOR.exec(line) ?? [];
    if (target !== undefined) this.#descriptors.set(`${pid} ${descriptor}`, target);
    const [, thread, name] = THREAD.exec(line) ?? [];
    if (name !== undefined) this.#threads.set(Number(thread), name);
    const [, member, process] = PROCESS.exec(line) ?? [];
    if (process !== undefined) this.#processes.set(Number(member), Number(process));
    const [, holder, priority] = PRIORITY.exec(line) ?? [];
    if (priority !== undefined) this.#priorities.set(Number(holder), Number(priority));
    const [, renamed, latest] = NAME.exec(line) ?? [];
    if (latest !== undefined) this.#names.set(Number(renamed), latest);
    const sample = parseSampleNote(line);
    if (sample !== undefined) this.#samples.push(sample);
  }

  #addOther(line: string): void {
    const stackCpu = STACK.exec(line)?.[1];
    const loss = LOST.exec(line);
    if (stackCpu !== undefined) {
      const event = this.#lastOfCpu.get(Number(stackCpu));
      if (event?.kind === 'xrun') this.#stack = event.stack;
    } else if (loss !== null) {
      this.#open.set(Number(loss[1]), loss[2] === undefined ? undefined : Number(loss[2]));
    } else this.#unreadLines++;
  }
}
