import type { Cause, CauseKind } from '../account/account.js';
import type { StreamModel, TraceModel } from '../account/trace-model.js';
import { lastIndexUpTo } from '../model/bisect.js';
import { WAKE_NS } from '../model/card-wakings.js';
import type { StateSpan } from '../model/thread-states.js';

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
export function wakeUps({ trace, streams }: TraceModel): WakeUp[] {
  const endNs = trace.events.at(-1)!.ns;
  return streams.flatMap((model) => {
    const { states, isTimed, splitter } = model;
    if (splitter === undefined || isTimed) return [];
    return wakeUpTimes(model, endNs).flatMap(({ dueNs, runNs }): WakeUp[] => {
      const lateNs = runNs - dueNs;
      if (lateNs < MIN_LATE_NS) return [{ dueNs, lateNs, cause: undefined }];
      const [longest] = splitter
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
  { stream, states }: StreamModel,
  endNs: number,
): { readonly dueNs: number; readonly runNs: number }[] {
  const { interrupts, periodNs = Infinity } = stream;
  const woken = states.filter(({ state }) => state === 'ready');
  const runs = states.filter(({ state }) => state === 'running');
  const firstAfter = (spans: readonly StateSpan[], ns: number) =>
    spans[lastIndexUpTo(spans, ns, ({ fromNs }) => fromNs) + 1];
  return interrupts.flatMap(({ ns }, index) => {
    const ready = firstAfter(woken, ns);
    if (ready === undefined || ready.fromNs >= ns + WAKE_NS) return [];
    const runNs = firstAfter(runs, ready.fromNs)?.fromNs ?? endNs;
    const expectedNs = (interrupts[index - 1]?.ns ?? ns) + periodNs;
    return [{ dueNs: ns > expectedNs + periodNs / 2 ? expectedNs : ns, runNs }];
  });
}
