import type { CauseKind } from '../account/account.js';
import { type DeepestIdle, deepestIdle } from './idle-states.js';
import { type MachineSample, type PerResource, RESOURCES } from './machine-sample.js';
import type { ThreadSample } from './thread-sample.js';

/** Counters of the owner's thread and of the machine. */
export type CounterSample = ThreadSample & MachineSample;

/** Time of one likely cause before an xrun. */
export interface LikelyPart {
  readonly kind: CauseKind;
  readonly ns: number;
  readonly share: number;
}

/** The most likely cause of an xrun, from counters alone. */
export interface LikelyAccount {
  readonly fromNs: number;
  /** Moment at which the ring ran dry. */
  readonly toNs: number;
  readonly kind: CauseKind;
  /** False if most of the time between has no sample. */
  readonly isSampled: boolean;
  /** The time between, largest part first; the shares add up to 1. */
  readonly parts: readonly LikelyPart[];
  /** Interrupts of the card in that time; undefined if it has none, or they were not counted. */
  readonly interrupts: number | undefined;
  /** Share of that time in which tasks of the machine waited for each resource. */
  readonly pressure: PerResource | undefined;
  /** Idle state of the owner's CPU; undefined if it was not idle, or changed. */
  readonly idle: DeepestIdle | undefined;
}

/** A smaller share of the time before the xrun does not explain it. */
const MIN_SHARE = 0.4;

/** Evidence for each kind of time that is not on the counters: the state at a sample. */
const KIND_OF_STATE: Readonly<Record<string, CauseKind>> = {
  T: 'stopped',
  t: 'stopped',
  D: 'blocked',
};

/**
 * Splits the time before an xrun by the counters of the owner's thread: ready without a CPU,
 * running, and asleep, which the state at each sample divides further. Time asleep in state S is
 * that of a late interrupt if the card had interrupts before, and none in that time; else unknown:
 * without a trace nothing shows what the thread waited for.
 * @param samples in order of time; the counters between two are interpolated
 */
export function likelyCause(
  samples: readonly CounterSample[],
  fromNs: number,
  toNs: number,
): LikelyAccount {
  const sums = new Map<CauseKind, number>();
  const add = (kind: CauseKind, ns: number) => sums.set(kind, (sums.get(kind) ?? 0) + ns);
  const machine = machineBetween(samples, fromNs, toNs);
  const asleep = machine.isInterruptMissing ? 'interrupt-late' : 'unknown';
  let coveredNs = 0;
  for (const [index, after] of samples.entries()) {
    const before = samples[index - 1];
    if (before === undefined) continue;
    const ns = Math.min(after.ns, toNs) - Math.max(before.ns, fromNs);
    if (ns <= 0) continue;
    coveredNs += ns;
    const scale = ns / (after.ns - before.ns);
    const delayNs = Math.min(scale * (after.delayNs - before.delayNs), ns);
    const runNs = Math.min(scale * (after.runNs - before.runNs), ns - delayNs);
    add('not-run', delayNs);
    add('too-slow', runNs);
    const waited = after.majorFaults > before.majorFaults ? 'D' : after.state;
    add(KIND_OF_STATE[waited] ?? asleep, ns - delayNs - runNs);
  }
  const missingNs = toNs - fromNs;
  add('unknown', Math.max(missingNs - coveredNs, 0));
  const parts = [...sums]
    .filter(([, ns]) => ns > 0)
    .map(([kind, ns]) => ({ kind, ns, share: ns / missingNs }))
    .sort((one, other) => other.ns - one.ns);
  const main = parts.find(({ kind, share }) => kind !== 'unknown' && share >= MIN_SHARE);
  return {
    fromNs,
    toNs,
    kind: main?.kind ?? 'unknown',
    isSampled: 2 * coveredNs > missingNs,
    parts,
    interrupts: machine.interrupts,
    pressure: machine.pressure,
    idle: machine.idle,
  };
}

const NOTHING = { interrupts: undefined, pressure: undefined, idle: undefined };

/** Counts of the machine from the last sample before a time to the last one in it. */
function machineBetween(samples: readonly CounterSample[], fromNs: number, toNs: number) {
  const last = samples.findLast(({ ns }) => ns <= toNs);
  const first = samples.findLast(({ ns }) => ns <= fromNs) ?? samples[0];
  const ns = (last?.ns ?? 0) - (first?.ns ?? 0);
  if (last === undefined || first === undefined || ns <= 0) {
    return { ...NOTHING, isInterruptMissing: false };
  }
  const interrupts = difference(first.interrupts, last.interrupts);
  const hadInterrupts = (difference(samples[0]?.interrupts, first.interrupts) ?? 0) > 0;
  return {
    interrupts,
    pressure: pressureBetween(first.pressureNs, last.pressureNs, ns),
    idle: deepestIdle(first.idle, last.idle, ns),
    isInterruptMissing: interrupts === 0 && hadInterrupts,
  };
}

function difference(before: number | undefined, after: number | undefined): number | undefined {
  return before === undefined || after === undefined ? undefined : after - before;
}

function pressureBetween(
  before: PerResource | undefined,
  after: PerResource | undefined,
  ns: number,
): PerResource | undefined {
  if (before === undefined || after === undefined) return undefined;
  const [cpu = 0, io = 0, memory = 0] = RESOURCES.map((resource) =>
    Math.min((after[resource] - before[resource]) / ns, 1),
  );
  return { cpu, io, memory };
}

/** State of the owner's thread in each kind of time. */
export const STATES: Readonly<Partial<Record<CauseKind, string>>> = {
  stopped: 'stopped',
  blocked: 'waiting for a disk, memory or device',
  'interrupt-late': 'asleep without an interrupt',
  'not-run': 'ready without a CPU',
  'too-slow': 'running',
  unknown: 'asleep',
};

/** Describes the most likely cause, and the part of it that only a trace can show. */
export function describeLikely({ kind, isSampled, pressure }: LikelyAccount): string {
  if (!isSampled) return "unknown: the counters of the owner's thread were not read in that time";
  switch (kind) {
    case 'stopped':
      return 'the owner was stopped; a trace shows by which signal, and from whom';
    case 'blocked':
      return `the owner waited for ${blockerOf(pressure)}; a trace shows in which system call`;
    case 'not-run':
      return 'the owner was ready and had no CPU; a trace shows which thread had it';
    case 'too-slow':
      return 'the owner computed and did not commit in time';
    case 'interrupt-late':
      return "the card's interrupts did not come; a trace shows which handler or thread was late";
    default:
      return 'unknown: the owner slept; a trace shows for what, and whether the interrupt came';
  }
}

/** The resource for which tasks waited most of the time. */
function blockerOf(pressure: PerResource | undefined): string {
  const { io = 0, memory = 0 } = pressure ?? {};
  if (Math.max(io, memory) < MIN_SHARE) return 'a disk, memory or a device';
  return memory > io ? 'memory' : 'a disk';
}
