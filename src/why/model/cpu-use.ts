import type { Trace } from '../trace/parse-trace.js';
import type { EventOf, ScheduledTask, Task, TraceEvent } from '../trace/trace-event.js';
import { lastIndexUpTo } from './bisect.js';
import { cpuStalls } from './cpu-stalls.js';
import { overlay, withoutNested } from './overlay-spans.js';

/** Use of a CPU in a span of time. */
export type CpuSpan = { readonly fromNs: number; readonly toNs: number } & (
  | { readonly use: 'thread'; readonly task: ScheduledTask }
  | { readonly use: 'idle' }
  | { readonly use: 'interrupt'; readonly name: string }
  | { readonly use: 'stalled' }
  /** No event shows who ran: those before and after disagree, or the last one has no successor. */
  | { readonly use: 'unknown' }
);

/** Printed instead of a name that the kernel does not know any more. */
const NO_NAME = '<...>';

/** Switches of a CPU from which it is concluded that the trace has all of them. */
const MIN_SWITCHES = 8;

/** Switches of one CPU. */
interface Switches {
  readonly count: number;
  /** The thread that the last one switched to; undefined if two do not fit together. */
  readonly running: number | undefined;
  /** Threads that take part in every switch: a trace may have only the switches of its owner. */
  readonly inAll: readonly number[];
}

/** Name and priority of a thread, in an event of the scheduler. */
interface Scheduled {
  readonly ns: number;
  readonly task: ScheduledTask;
  /** True if the thread leaves its CPU. */
  readonly isOut: boolean;
}

interface Observation {
  readonly ns: number;
  readonly before: Task;
  readonly after: Task;
}

/** The use of each CPU, from its events. */
export class CpuUse {
  readonly #observations = new Map<number, Observation[]>();
  readonly #interrupts = new Map<number, CpuSpan[]>();
  readonly #scheduled = new Map<number, Scheduled[]>();
  readonly #switches = new Map<number, Switches>();
  readonly #lastSwitchNs = new Map<number, number>();
  /** Names that the kernel printed, which are the last ones that it knew. */
  readonly #printedNames = new Map<number, string>();
  /** The last program that a thread has started. */
  readonly #execs = new Map<number, EventOf<'exec'>>();
  readonly #stalls: ReadonlyMap<number, CpuSpan[]>;
  readonly #lost: Trace['lost'];
  readonly #trace: Trace;

  constructor(trace: Trace) {
    const { events, lost } = trace;
    this.#lost = lost;
    this.#trace = trace;
    const open = new Map<string, TraceEvent>();
    for (const event of events) {
      this.#observe(event);
      this.#pairInterrupts(event, open);
    }
    for (const [cpu, spans] of this.#interrupts) this.#interrupts.set(cpu, withoutNested(spans));
    this.#stalls = cpuStalls(trace);
  }

  /** Returns the use of a CPU, without a gap. */
  between(cpu: number, fromNs: number, toNs: number): CpuSpan[] {
    const uses = overlay(this.#threads(cpu, fromNs, toNs), this.#interrupts.get(cpu) ?? []);
    return overlay(uses, this.#stalls.get(cpu) ?? []);
  }

  #observe(event: TraceEvent): void {
    const { ns, cpu, task } = event;
    const isSwitch = event.kind === 'switch';
    if (task.command !== NO_NAME) this.#printedNames.set(task.pid, task.command);
    if (event.kind === 'exec') this.#execs.set(task.pid, event);
    append(this.#observations, cpu, {
      ns,
      before: isSwitch ? event.previous : task,
      after: isSwitch ? event.next : task,
    });
    if (isSwitch) {
      this.#countSwitch(cpu, event.previous.pid, event.next.pid);
      this.#lastSwitchNs.set(cpu, ns);
    }
    if (isSwitch)
      append(this.#scheduled, event.previous.pid, { ns, task: event.previous, isOut: true });
    const arriving = isSwitch ? event.next : event.kind === 'waking' ? event.target : undefined;
    if (arriving !== undefined) {
      append(this.#scheduled, arriving.pid, { ns, task: arriving, isOut: false });
    }
  }

  #countSwitch(cpu: number, previous: number, next: number): void {
    const both = [previous, next];
    const before = this.#switches.get(cpu) ?? { count: 0, running: previous, inAll: both };
    this.#switches.set(cpu, {
      count: before.count + 1,
      running: before.running === previous ? next : undefined,
      inAll: before.inAll.filter((pid) => pid !== 0 && both.includes(pid)),
    });
  }

  /** True if a thread that is on the CPU at the last event runs on to the end of the trace. */
  #hasEverySwitch(cpu: number): boolean {
    const switches = this.#switches.get(cpu);
    if (switches === undefined || switches.count < MIN_SWITCHES) return false;
    return switches.running !== undefined && switches.inAll.length === 0;
  }

  /** Pairs entry and exit of each handler. */
  #pairInterrupts(event: TraceEvent, open: Map<string, TraceEvent>): void {
    const name = handlerOf(event);
    if (name === undefined) return;
    const key = `${event.cpu} ${name}`;
    if (isEntry(event)) {
      open.set(key, event);
      return;
    }
    const entry = open.get(key);
    if (entry === undefined) return;
    open.delete(key);
    const span = { fromNs: entry.ns, toNs: event.ns, use: 'interrupt' } as const;
    const driver = entry.kind === 'irq-entry' ? ` ${entry.name}` : '';
    append(this.#interrupts, event.cpu, { ...span, name: name + driver });
  }

  #threads(cpu: number, fromNs: number, toNs: number): CpuSpan[] {
    const observations = this.#observations.get(cpu) ?? [];
    const first = lastIndexUpTo(observations, fromNs, startOf);
    const hasEvery = this.#hasEverySwitch(cpu);
    const spans: CpuSpan[] = [];
    let atNs = fromNs;
    for (let index = first; atNs < toNs; index++) {
      const [one, next] = [observations[index], observations[index + 1]];
      const endNs = Math.min(next?.ns ?? toNs, toNs);
      if (endNs > atNs) {
        const isSame = next === undefined ? hasEvery : one?.after.pid === next.before.pid;
        const isLost = this.#lost.some((each) => each.fromNs < endNs && each.toNs > atNs);
        const span = { fromNs: atNs, toNs: endNs };
        if (one === undefined || !isSame || isLost) spans.push({ ...span, use: 'unknown' });
        else if (one.after.pid === 0) spans.push({ ...span, use: 'idle' });
        else spans.push({ ...span, use: 'thread', task: this.#describe(one.after, atNs, cpu) });
        atNs = endNs;
      }
    }
    return spans;
  }

  /**
   * The thread's priority at that moment, and its name at the end of the run: a program that was
   * just started has the name of the one that started it.
   */
  #describe({ pid, command }: Task, ns: number, cpu: number): ScheduledTask {
    const known = this.#scheduled.get(pid) ?? [];
    const index = lastIndexUpTo(known, ns, startOf);
    const task = (known[index] ?? known[0])?.task ?? { pid, command, priority: Number.NaN };
    const { threads, priorities, names } = this.#trace;
    const next = known[index + 1];
    if (next?.isOut) return { ...task, command: next.task.command };
    const exec = this.#execs.get(pid);
    const isRenamed = exec !== undefined && exec.ns >= (known[index]?.ns ?? 0);
    const latest = isRenamed ? exec.command : (this.#printedNames.get(pid) ?? task.command);
    // A thread that has not been switched out since may have changed its own name and priority.
    const isLast = ns >= (this.#lastSwitchNs.get(cpu) ?? Infinity);
    if (isLast && threads.size > 0) {
      const priority = priorities.get(pid) ?? Number.NaN;
      return { pid, command: names.get(pid) ?? latest, priority };
    }
    return { ...task, command: latest };
  }
}

/** Handler of interrupts that begins or ends, named as in /proc/interrupts. */
function handlerOf(event: TraceEvent): string | undefined {
  switch (event.kind) {
    case 'irq-entry':
    case 'irq-exit':
      return `irq ${event.irq}`;
    case 'softirq-entry':
    case 'softirq-exit':
      return `softirq ${event.name}`;
    case 'tick':
    case 'tick-exit':
      return 'irq LOC local timer';
    default:
      return undefined;
  }
}

function isEntry({ kind }: TraceEvent): boolean {
  return kind === 'irq-entry' || kind === 'softirq-entry' || kind === 'tick';
}

const startOf = ({ ns }: { readonly ns: number }) => ns;

function append<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
