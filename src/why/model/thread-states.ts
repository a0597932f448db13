import type { Trace } from '../trace/parse-trace.js';
import type { SystemCall } from '../trace/system-calls.js';
import type { EventOf, Task, TraceEvent } from '../trace/trace-event.js';
import { lastIndexUpTo } from './bisect.js';

/** State of a thread, as far as the trace has evidence of it. */
export type ThreadState =
  | { readonly state: 'running'; readonly cpu: number; readonly call?: SystemCall | undefined }
  /** Runnable, on the queue of a CPU that runs something else. */
  | { readonly state: 'ready'; readonly cpu: number; readonly preempted: boolean }
  | {
      readonly state: 'asleep';
      readonly uninterruptible: boolean;
      readonly call?: SystemCall | undefined;
      /** True if a page fault was the last thing before. */
      readonly faulting: boolean;
      /** Thread that holds the lock for which this one waits, as the lock names it. */
      readonly holder?: number | undefined;
    }
  | {
      readonly state: 'stopped';
      readonly signal?: SignalSent | undefined;
      readonly traced: boolean;
    }
  | { readonly state: 'unknown'; readonly reason: 'no-event' | 'lost-events' | 'contradiction' };

export interface SignalSent {
  readonly signal: number;
  readonly sender: Task;
}

export type StateSpan = ThreadState & { readonly fromNs: number; readonly toNs: number };

/** A part of a span, with the begin of the whole. */
export type ClippedSpan = StateSpan & { readonly sinceNs: number };

/**
 * Returns the parts of the spans in a time.
 * @param spans in order, without an overlap
 */
export function clip(spans: readonly StateSpan[], fromNs: number, toNs: number): ClippedSpan[] {
  const first = lastIndexUpTo(spans, fromNs, (span) => span.toNs) + 1;
  const last = lastIndexUpTo(spans, toNs, (span) => span.fromNs);
  return spans
    .slice(first, last + 1)
    .filter((span) => span.fromNs < toNs)
    .map((span) => ({
      ...span,
      sinceNs: span.fromNs,
      fromNs: Math.max(span.fromNs, fromNs),
      toNs: Math.min(span.toNs, toNs),
    }));
}

/** Signals that stop a process: SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU. */
const STOPS = new Set([19, 20, 21, 22]);

/** Returns the states of a thread, without a gap from the first event of the trace to the last. */
export function threadStates({ events, lost, processes }: Trace, pid: number): StateSpan[] {
  const [startNs, endNs] = [events[0]!.ns, events.at(-1)!.ns];
  const isScheduled = events.some(
    (event) => event.kind === 'switch' && (event.next.pid === pid || event.previous.pid === pid),
  );
  // System calls alone do not show when the thread runs.
  if (!isScheduled) return [{ fromNs: startNs, toNs: endNs, state: 'unknown', reason: 'no-event' }];
  const tracker = new StateTracker(pid, processes, startNs);
  const losses = lost.toSorted((one, other) => one.fromNs - other.fromNs);
  let blindUntilNs = Number.NEGATIVE_INFINITY;
  for (const event of events) {
    while (losses[0] !== undefined && losses[0].fromNs < event.ns) {
      const loss = losses.shift()!;
      blindUntilNs = Math.max(blindUntilNs, loss.toNs);
      tracker.loseTrack(Math.max(loss.fromNs, startNs));
    }
    // Between the first lost event and the next kept one of that CPU nothing is certain.
    if (event.ns >= blindUntilNs) tracker.take(event);
  }
  return tracker.end(endNs);
}

class StateTracker {
  readonly #pid: number;
  readonly #processes: Trace['processes'];
  readonly #spans: StateSpan[] = [];
  #state: ThreadState = { state: 'unknown', reason: 'no-event' };
  #sinceNs: number;
  #call: SystemCall | undefined;
  #faulting = false;
  #holder: number | undefined;
  #stop: SignalSent | undefined;

  constructor(pid: number, processes: Trace['processes'], startNs: number) {
    this.#pid = pid;
    this.#processes = processes;
    this.#sinceNs = startNs;
  }

  take(event: TraceEvent): void {
    if (event.kind === 'switch') this.#takeSwitch(event);
    else if (event.task.pid === this.#pid) this.#takeOwn(event);
    if (event.kind === 'waking' && event.target.pid === this.#pid) this.#wake(event);
    if (event.kind === 'signal' && this.#isOwn(event.target) && STOPS.has(event.signal)) {
      this.#stop = { signal: event.signal, sender: event.task };
    }
  }

  /** True for a thread of the same process, which a stop signal stops as a whole. */
  #isOwn({ pid }: Task): boolean {
    const processOf = (thread: number) => this.#processes.get(thread) ?? thread;
    return processOf(pid) === processOf(this.#pid);
  }

  loseTrack(ns: number): void {
    this.#set(ns, { state: 'unknown', reason: 'lost-events' });
    this.#call = undefined;
    this.#stop = undefined;
  }

  end(ns: number): StateSpan[] {
    this.#set(ns, this.#state);
    return this.#spans;
  }

  #takeSwitch({ ns, cpu, previous, previousState, next }: EventOf<'switch'>): void {
    if (next.pid === this.#pid) {
      this.#set(ns, this.#running(cpu));
    } else if (previous.pid === this.#pid) {
      this.#requireRunning(ns);
      this.#set(ns, this.#afterSwitchOut(previousState, cpu));
    }
  }

  #afterSwitchOut(state: string, cpu: number): ThreadState {
    const letter = state[0]!;
    if (letter === 'R') return { state: 'ready', cpu, preempted: true };
    if (letter === 'T' || letter === 't') {
      return { state: 'stopped', signal: this.#stop, traced: letter === 't' };
    }
    if (letter === 'S' || letter === 'D' || letter === 'I') {
      const uninterruptible = letter !== 'S';
      const [call, holder] = [this.#call, this.#holder];
      return { state: 'asleep', uninterruptible, call, faulting: this.#faulting, holder };
    }
    return { state: 'unknown', reason: 'no-event' };
  }

  /** Takes an event of the thread itself: it runs. */
  #takeOwn(event: TraceEvent): void {
    this.#requireRunning(event.ns);
    const isOwn = !event.inInterrupt;
    if (isOwn && event.kind === 'call') this.#call = { number: event.number, args: event.args };
    if (isOwn && event.kind === 'return') this.#call = undefined;
    if (isOwn && event.kind === 'lock-wait') this.#holder = event.holder;
    if (isOwn && /^(call|return|page-fault)$/.test(event.kind)) {
      this.#faulting = event.kind === 'page-fault';
      this.#holder = undefined;
    } else if (this.#state.state === 'running') return;
    this.#set(event.ns, this.#running(event.cpu));
  }

  #running(cpu: number): ThreadState {
    return { state: 'running', cpu, call: this.#call };
  }

  /** The thread runs at this moment: if it was in another state, a switch is missing. */
  #requireRunning(ns: number): void {
    if (this.#state.state === 'running') return;
    if (this.#state.state !== 'unknown')
      this.#state = { state: 'unknown', reason: 'contradiction' };
    this.#set(ns, this.#state);
  }

  #wake({ ns, target, targetCpu, task }: EventOf<'waking'>): void {
    const { state } = this.#state;
    if (task.pid === target.pid || state === 'running' || state === 'ready') return;
    this.#set(ns, { state: 'ready', cpu: targetCpu, preempted: false });
  }

  #set(ns: number, next: ThreadState): void {
    if (ns > this.#sinceNs) this.#spans.push({ ...this.#state, fromNs: this.#sinceNs, toNs: ns });
    this.#state = next;
    this.#sinceNs = Math.max(ns, this.#sinceNs);
  }
}
