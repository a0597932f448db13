import type { Cause, CauseKind } from './account.js';
import { WAKE_NS } from './card-wakings.js';
import { CpuUse } from './cpu-use.js';
import { callTableOf, findOwner } from './find-owner.js';
import type { Trace } from './parse-trace.js';
import { type PcmStream, pcmStreams } from './pcm-streams.js';
import { isSelfTimed } from './self-timed.js';
import { TimeSplitter } from './split-time.js';
import { type StateSpan, threadStates } from './thread-states.js';

/** A wake-up of an owner by an interrupt of its card. */
export interface WakeUp {
  /** Time at which the interrupt came, or should have come if it was late. */
  readonly dueNs: number;
  /** Time from there to the run of the owner, or to the end of the trace. */
  readonly lateNs: number;
  /** Cause of most of that time; undefined if it is short. */
  readonly cause: Cause | undefined;
}

/** Shorter lateness has no cause here. */
export const MIN_LATE_NS = 1e6;

/** Causes that the machine has, and not the owner. */
const OF_THE_MACHINE: readonly CauseKind[] = [
  'interrupt-late',
  'not-run',
  'interrupted',
  'cpu-stalled',
];

/**
 * Returns the wake-ups of all owners that the machine was responsible for; none of owners that wake
 * themselves.
 */
export function wakeUps(trace: Trace): WakeUp[] {
  let cpus: CpuUse | undefined;
  return pcmStreams(trace).flatMap((stream) => {
    const owner = findOwner(trace, stream);
    if (owner === undefined || isSelfTimed(trace, stream, owner)) return [];
    const states = threadStates(trace, owner.pid);
    return wakeUpTimes(trace, stream, states).flatMap(({ dueNs, runNs }): WakeUp[] => {
      const lateNs = runNs - dueNs;
      if (lateNs < MIN_LATE_NS) return [{ dueNs, lateNs, cause: undefined }];
      cpus ??= new CpuUse(trace);
      const calls = callTableOf(trace);
      const evidence = { trace, stream, cpus, calls, owner, isTimed: false };
      const [longest] = new TimeSplitter(evidence)
        .split(states, dueNs, runNs)
        .sort((one, other) => other.toNs - other.fromNs - (one.toNs - one.fromNs));
      if (longest === undefined || !OF_THE_MACHINE.includes(longest.kind)) return [];
      const { fromNs, toNs, ...cause } = longest;
      return [{ dueNs, lateNs, cause }];
    });
  });
}

/** Times at which a wake-up was due, and at which the owner ran. */
function wakeUpTimes(
  { events }: Trace,
  { interrupts, periodNs = Infinity }: PcmStream,
  states: readonly StateSpan[],
): { readonly dueNs: number; readonly runNs: number }[] {
  const endNs = events.at(-1)!.ns;
  const woken = states.filter(({ state }) => state === 'ready');
  const runs = states.filter(({ state }) => state === 'running');
  return interrupts.flatMap(({ ns }, index) => {
    const ready = woken.find(({ fromNs }) => fromNs > ns && fromNs < ns + WAKE_NS);
    if (ready === undefined) return [];
    const runNs = runs.find(({ fromNs }) => fromNs >= ready.toNs)?.fromNs ?? endNs;
    const expectedNs = (interrupts[index - 1]?.ns ?? ns) + periodNs;
    return [{ dueNs: ns > expectedNs + periodNs / 2 ? expectedNs : ns, runNs }];
  });
}
