import { lastIndexUpTo } from '../model/bisect.js';
import type { CpuUse } from '../model/cpu-use.js';
import { type InterruptThread, interruptThread } from '../model/interrupt-thread.js';
import type { PcmStream } from '../model/pcm-streams.js';
import {
  type ClippedSpan,
  clip,
  type StateSpan,
  type ThreadState,
} from '../model/thread-states.js';
import type { Trace } from '../trace/parse-trace.js';
import { signalName } from '../trace/signal-names.js';
import {
  type CallTable,
  callName,
  descriptorOf,
  pcmIoctl,
  type SystemCall,
  waitsForCard,
} from '../trace/system-calls.js';
import type { Task } from '../trace/trace-event.js';
import type { Cause, Piece } from './account.js';
import { nameTask } from './describe-cause.js';

type State<S extends ThreadState['state']> = Extract<StateSpan, { readonly state: S }>;

export interface Evidence {
  readonly trace: Trace;
  readonly stream: PcmStream;
  readonly cpus: CpuUse;
  readonly calls: CallTable;
  readonly owner: Task;
  /** True if the owner wakes itself, by a timer. */
  readonly isTimed: boolean;
}

/** Time that no idle state takes to leave. */
const MAX_IDLE_EXIT_NS = 10e6;

/** Assigns each moment of a time to the cause that the trace has evidence of. */
export class TimeSplitter {
  readonly #trace: Trace;
  readonly #stream: PcmStream;
  readonly #cpus: CpuUse;
  readonly #calls: CallTable;
  readonly #owner: Task;
  /** True if the owner wakes itself, by a timer. */
  readonly #isTimed: boolean;
  readonly #interruptThread: InterruptThread | undefined;
  /** Interrupts and wake-ups can be missing only from a trace that records them. */
  readonly #showsWakeUps: boolean;

  constructor({ trace, stream, cpus, calls, owner, isTimed }: Evidence) {
    this.#trace = trace;
    this.#stream = stream;
    this.#cpus = cpus;
    this.#calls = calls;
    this.#owner = owner;
    this.#isTimed = isTimed;
    this.#interruptThread = interruptThread(trace, stream);
    this.#showsWakeUps =
      stream.interrupts.length > 0 &&
      trace.events.some((event) => event.kind === 'waking' && event.target.pid === owner.pid);
  }

  /** Returns pieces without a gap or an overlap. */
  split(states: readonly StateSpan[], fromNs: number, toNs: number): Piece[] {
    return clip(states, fromNs, toNs).flatMap((span) => this.#piecesOf(span));
  }

  #piecesOf(span: ClippedSpan): Piece[] {
    const { fromNs, toNs } = span;
    switch (span.state) {
      case 'running':
        return this.#running(span);
      case 'ready':
        return this.#ready(span);
      case 'asleep':
        return this.#asleep(span, span.sinceNs);
      case 'stopped':
        return [{ fromNs, toNs, kind: 'stopped', ...this.#stop(span) }];
      case 'unknown':
        return [{ fromNs, toNs, kind: 'unknown', detail: span.reason }];
    }
  }

  #stop({ signal, traced }: State<'stopped'>): Partial<Cause> {
    if (traced) return { detail: 'traced' };
    return { culprit: signal?.sender, signal: signal && signalName(signal.signal) };
  }

  /** Runnable, but not run: the time is that of what its CPU did. */
  #ready({ cpu, fromNs, toNs }: State<'ready'>): Piece[] {
    return this.#cpus.between(cpu, fromNs, toNs).map((use) => {
      const times = { fromNs: use.fromNs, toNs: use.toNs, cpu };
      if (use.use === 'interrupt') return { ...times, kind: 'interrupted', interrupt: use.name };
      if (use.use === 'thread') return { ...times, kind: 'not-run', culprit: use.task };
      const isLong = use.use === 'idle' && use.toNs - use.fromNs > MAX_IDLE_EXIT_NS;
      if (use.use === 'stalled' || isLong) return { ...times, kind: 'cpu-stalled' };
      const detail = use.use === 'idle' ? 'cpu-idle' : 'holder-unknown';
      return { ...times, kind: 'not-run', detail };
    });
  }

  #running({ cpu, call, fromNs, toNs }: State<'running'>): Piece[] {
    const pieces = this.#cpus.between(cpu, fromNs, toNs).map((use): Piece => {
      const times = { fromNs: use.fromNs, toNs: use.toNs, cpu };
      if (use.use === 'interrupt') return { ...times, kind: 'interrupted', interrupt: use.name };
      if (use.use === 'stalled') return { ...times, kind: 'cpu-stalled' };
      return { ...times, kind: 'too-slow', ...this.#describeCall(call) };
    });
    if (call === undefined) return pieces;
    // A CPU that takes no interrupt of the card in a system call does not run that call.
    return pieces.flatMap((piece) =>
      piece.kind === 'cpu-stalled' ? [piece] : this.#cutLateInterrupts(piece, cpu),
    );
  }

  /** @param sinceNs begin of the state, which may be before the span */
  #asleep(span: State<'asleep'>, sinceNs: number): Piece[] {
    const { call, uninterruptible, faulting, holder, fromNs, toNs } = span;
    const times = { fromNs, toNs };
    if (call === undefined) {
      if (faulting) return [{ ...times, kind: 'blocked', detail: 'page-fault' }];
      return [{ ...times, kind: uninterruptible ? 'blocked' : 'unknown', detail: 'no-event' }];
    }
    if (!waitsForCard(call, this.#calls)) {
      const culprit = this.#lockHolder(holder);
      return [{ ...times, kind: 'blocked', culprit, ...this.#describeCall(call) }];
    }
    if (!this.#showsWakeUps) return [{ ...times, kind: 'unknown', detail: 'no-event' }];
    const waiting: Piece = { ...times, kind: 'not-woken', ...this.#describeCall(call) };
    if (this.#isTimed) return [{ ...waiting, detail: 'own-timer' }];
    const { interrupts } = this.#stream;
    return this.#cutLateInterrupts(waiting).map((piece) => {
      const isCalled = interrupts.some(({ ns }) => ns > sinceNs && ns <= piece.fromNs);
      if (isCalled || piece.kind !== 'not-woken') return piece;
      return { ...piece, detail: 'before-interrupt' };
    });
  }

  /** A futex that is no mutex names anything, so only other threads of the owners count. */
  #lockHolder(pid: number | undefined): Task | undefined {
    const command = pid === undefined ? undefined : this.#trace.threads.get(pid);
    if (pid === undefined || command === undefined || pid === this.#owner.pid) return undefined;
    return { pid, command };
  }

  /**
   * Gives to a late interrupt the time after the moment at which it should have come.
   * @param cpu only an interrupt that came on this CPU counts
   */
  #cutLateInterrupts(piece: Piece, cpu?: number): Piece[] {
    const { interrupts, periodNs } = this.#stream;
    if (periodNs === undefined) return [piece];
    const last = lastIndexUpTo(interrupts, piece.fromNs, ({ ns }) => ns);
    const [previous, late] = [interrupts[last], interrupts[last + 1]];
    if (previous === undefined) return [piece];
    if (cpu !== undefined && late?.cpu !== cpu) return [piece];
    const lateNs = late?.ns ?? Infinity;
    const expectedNs = previous.ns + periodNs;
    if (lateNs < expectedNs + periodNs / 2) return this.#rest(piece, lateNs, cpu);
    const fromNs = Math.min(Math.max(expectedNs, piece.fromNs), piece.toNs);
    const toNs = Math.min(lateNs, piece.toNs);
    return [
      ...(fromNs > piece.fromNs ? [{ ...piece, toNs: fromNs }] : []),
      ...(toNs > fromNs ? this.#lateInterrupt(fromNs, toNs, late?.cpu) : []),
      ...(toNs < piece.toNs ? this.#cutLateInterrupts({ ...piece, fromNs: toNs }, cpu) : []),
    ];
  }

  /** The CPU takes no interrupt while it handles another one; it does in a softirq. */
  #lateHandler(fromNs: number, toNs: number, cpu: number | undefined): Piece[] {
    const late = { kind: 'interrupt-late', cpu } as const;
    if (cpu === undefined) return [{ fromNs, toNs, ...late }];
    return this.#cpus.between(cpu, fromNs, toNs).map((use) => {
      const piece = { fromNs: use.fromNs, toNs: use.toNs, ...late };
      if (use.use !== 'interrupt' || use.name.startsWith('softirq')) return piece;
      return { ...piece, detail: 'other-handler', interrupt: use.name };
    });
  }

  /** A late interrupt may be one whose thread was not run: that has a culprit. */
  #lateInterrupt(fromNs: number, toNs: number, cpu: number | undefined): Piece[] {
    const late = { kind: 'interrupt-late', cpu } as const;
    const thread = this.#interruptThread;
    if (thread === undefined) return this.#lateHandler(fromNs, toNs, cpu);
    return clip(thread.states, fromNs, toNs).flatMap((span): Piece[] => {
      if (span.state !== 'ready') return [{ fromNs: span.fromNs, toNs: span.toNs, ...late }];
      const interrupt = nameTask(thread.task);
      return this.#cpus
        .between(span.cpu, span.fromNs, span.toNs)
        .map((use) => ({
          ...{ fromNs: use.fromNs, toNs: use.toNs, kind: 'interrupt-late', cpu: span.cpu },
          ...{ interrupt, detail: 'thread-not-run' },
          culprit: use.use === 'thread' ? use.task : undefined,
        }));
    });
  }

  #rest(piece: Piece, fromNs: number, cpu: number | undefined): Piece[] {
    if (fromNs >= piece.toNs) return [piece];
    const first = { ...piece, toNs: fromNs };
    return [first, ...this.#cutLateInterrupts({ ...piece, fromNs }, cpu)];
  }

  #describeCall(call: SystemCall | undefined): Partial<Cause> {
    if (call === undefined) return {};
    const ioctl = pcmIoctl(call, this.#calls);
    const descriptor = descriptorOf(call, this.#calls);
    const name = callName(call, this.#calls);
    const argument = ioctl ?? (descriptor === undefined ? '' : String(descriptor));
    const target = this.#trace.descriptors.get(`${this.#owner.pid} ${descriptor}`);
    return { call: `${name}(${argument})`, target };
  }
}
