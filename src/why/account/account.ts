import type { CpuFrequency } from '../model/cpu-frequency.js';
import type { PcmStream } from '../model/pcm-streams.js';
import type { RunTimes } from '../model/run-times.js';
import type { UrbCounts } from '../model/urbs.js';
import type { ScheduledTask, Task } from '../trace/trace-event.js';

/** Kinds of causes, each of which needs evidence of its own. */
export const CAUSES = [
  'stopped',
  'interrupt-late',
  'not-woken',
  'not-run',
  'interrupted',
  'cpu-stalled',
  'blocked',
  'too-slow',
  'pointer-leapt',
  'declared',
  'linked',
  'unknown',
] as const;

export type CauseKind = (typeof CAUSES)[number];

/** A cause, with what the trace shows about it. */
export interface Cause {
  readonly kind: CauseKind;
  /** The thread that held the CPU, or that sent the signal. */
  readonly culprit?: Task | ScheduledTask | undefined;
  /** Number of threads of the culprit's name that held the CPU, if it is not the only one. */
  readonly threads?: number | undefined;
  /** The system call that the owner was in. */
  readonly call?: string | undefined;
  /** Target of the call's descriptor; of kind `linked` the stream that ran dry. */
  readonly target?: string | undefined;
  readonly cpu?: number | undefined;
  readonly signal?: string | undefined;
  /** Name of an interrupt, or of its thread. */
  readonly interrupt?: string | undefined;
  /** Further evidence, or what is missing. */
  readonly detail?: CauseDetail | undefined;
}

export type CauseDetail =
  | 'traced'
  | 'before-interrupt'
  | 'own-timer'
  | 'cpu-idle'
  | 'holder-unknown'
  | 'thread-not-run'
  | 'other-handler'
  | 'page-fault'
  | 'by-driver'
  | 'by-ioctl'
  | 'ring-not-empty'
  | 'lost-events'
  | 'contradiction'
  | 'no-event'
  | 'no-owner'
  | 'no-pointer-update';

/** A span of the missing time with one cause. */
export interface Piece extends Cause {
  readonly fromNs: number;
  readonly toNs: number;
}

/** All time of one cause in the missing time. */
export interface Part extends Cause {
  readonly ns: number;
  /** Fraction of the missing time; all parts together are 1. */
  readonly share: number;
}

/** Frames that the owner committed, and the fill of the ring after that. */
export interface Commit {
  /** Pointer update or sample that did not have them yet. */
  readonly sinceNs: number;
  /** End of the owner's last run in which it can have committed. */
  readonly ns: number;
  readonly frames: number;
  readonly fillFrames: number;
}

/** Observer of an xrun: the context in which the kernel found it. */
export interface Noticed {
  readonly ns: number;
  readonly by: 'interrupt' | 'owner' | 'onlooker';
  /** The interrupt's name, if the trace has it. */
  readonly interrupt: string | undefined;
  readonly task: Task;
}

/** The account of one xrun. Times are on the trace's clock. */
export interface Account {
  readonly stream: PcmStream;
  readonly owner: Task | undefined;
  readonly noticed: Noticed;
  /** Moment at which the ring ran empty (playback) or full (capture). */
  readonly ranDryNs: number;
  /** Moment from which the owner had to serve the ring. */
  readonly dueNs: number;
  readonly missingNs: number;
  /** Largest first. */
  readonly parts: readonly Part[];
  /** The same time in order; each span has one cause. */
  readonly timeline: readonly Piece[];
  /** The largest part of the kind that has the largest share; `linked` if another stream had it. */
  readonly cause: Cause;
  readonly commits: readonly Commit[];
  /** CPU time of the owner per wake-up, of an owner that was too slow; else undefined. */
  readonly runTimes: RunTimes | undefined;
  /** Undefined if the trace has no change of the frequency. */
  readonly frequency: CpuFrequency | undefined;
  /** USB transfers in the time of one ring before the xrun; undefined if none is recorded. */
  readonly urbs: UrbCounts | undefined;
  /** Moment of the next START; undefined if the trace has none. */
  readonly restartedNs: number | undefined;
}
