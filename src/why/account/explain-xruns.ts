import { frequencyAt } from '../model/cpu-frequency.js';
import type { PcmStream } from '../model/pcm-streams.js';
import { runTimes } from '../model/run-times.js';
import { lastWakeUp } from '../model/self-timed.js';
import { countUrbs, type UrbCounts } from '../model/urbs.js';
import type { Trace } from '../trace/parse-trace.js';
import { type CallTable, pcmIoctl } from '../trace/system-calls.js';
import type { EventOf, TraceEvent } from '../trace/trace-event.js';
import type { Account, Cause, Commit, Noticed, Piece } from './account.js';
import { linkedAccounts } from './linked-xruns.js';
import { commitsBefore, isByDriver, type MissingTime, missingTime } from './missing-time.js';
import { mainCause, sumParts } from './sum-parts.js';
import type { StreamModel, TraceModel } from './trace-model.js';

/**
 * Returns an account of each xrun in a trace, in order of time.
 * @param isWanted returns false for an xrun that is left out
 */
export function explainXruns(
  { trace, calls, streams }: TraceModel,
  isWanted: (xrun: EventOf<'xrun'>) => boolean = () => true,
): Account[] {
  return streams
    .flatMap((model) =>
      model.stream.xruns.flatMap((xrun) => {
        if (!isWanted(xrun)) return [];
        const account = explain({ ...model, trace, calls }, xrun);
        return [account, ...linkedAccounts(account, streams)];
      }),
    )
    .sort((one, other) => one.noticed.ns - other.noticed.ns);
}

type Scene = StreamModel & Pick<TraceModel, 'trace' | 'calls'>;

function explain(scene: Scene, xrun: EventOf<'xrun'>): Account {
  const { stream, owner } = scene;
  const commits = commitsBefore(stream, xrun.ns, scene.states, scene.calls);
  const missing = sinceWakeUp(scene, missingTime(stream, xrun, commits), commits);
  const { dueNs, ranDryNs, leapNs, heldNs } = missing ?? {
    ...{ dueNs: xrun.ns, ranDryNs: xrun.ns },
    ...{ leapNs: 0, heldNs: 0 },
  };
  const missingNs = ranDryNs - dueNs + leapNs + heldNs;
  const timeline = missing === undefined ? [] : piecesOf(scene, xrun, missing);
  const parts = sumParts(timeline, missingNs);
  const cause = mainCause(parts);
  return {
    stream,
    owner,
    noticed: notice(scene, xrun),
    ranDryNs,
    dueNs,
    missingNs,
    parts,
    timeline,
    cause,
    commits: commits.slice(-4),
    runTimes: cause.kind === 'too-slow' ? runTimes(scene.states, ranDryNs) : undefined,
    frequency: frequencyAt(scene.trace, scene.states, ranDryNs),
    urbs: urbsBefore(stream, xrun.ns),
    restartedNs: restart(scene, xrun.ns),
  };
}

/** An owner that wakes itself has to serve the ring when it wakes up. */
function sinceWakeUp(
  { isTimed, states, calls }: Scene,
  missing: MissingTime | undefined,
  commits: readonly Commit[],
): MissingTime | undefined {
  if (!isTimed || missing === undefined || missing.heldNs > 0) return missing;
  const wakeNs = lastWakeUp(states, calls, missing.ranDryNs) ?? 0;
  return wakeNs > (commits.at(-1)?.ns ?? 0) ? { ...missing, dueNs: wakeNs } : missing;
}

/** Transfers in the time of one ring before an xrun. */
function urbsBefore({ urbs, bufferSize, rateHz }: PcmStream, ns: number): UrbCounts | undefined {
  if (urbs.length === 0 || bufferSize === undefined || rateHz === undefined) return undefined;
  const fromNs = ns - (1e9 * bufferSize) / rateHz;
  return countUrbs(urbs.filter((urb) => urb.ns >= fromNs && urb.ns <= ns));
}

function piecesOf(
  { trace, calls, states, splitter }: Scene,
  xrun: EventOf<'xrun'>,
  { dueNs, ranDryNs, leapNs, heldNs }: MissingTime,
): Piece[] {
  const span = (fromNs: number, ns: number) => ({ fromNs, toNs: fromNs + ns });
  if (heldNs > 0) return [{ ...span(xrun.ns, heldNs), ...declaredBy(trace, calls, xrun) }];
  const waited = splitter?.split(states, dueNs, ranDryNs) ?? [
    { ...span(dueNs, ranDryNs - dueNs), kind: 'unknown', detail: 'no-owner' },
  ];
  const all: Piece[] = [...waited, { ...span(ranDryNs, leapNs), kind: 'pointer-leapt' }];
  return all.filter(({ fromNs, toNs }) => toNs > fromNs);
}

/** The party that stopped a stream whose ring was not empty. */
function declaredBy({ events }: Trace, calls: CallTable, xrun: EventOf<'xrun'>): Cause {
  if (isByDriver(xrun)) return { kind: 'declared', detail: 'by-driver' };
  const own = events.findLast(
    (event) =>
      event.ns <= xrun.ns &&
      event.task.pid === xrun.task.pid &&
      (event.kind === 'call' || event.kind === 'return'),
  );
  const isRecorded = own?.kind === 'call' && pcmIoctl(own, calls) === 'XRUN';
  // The calls of other processes are not recorded; a pointer update would be on the stack.
  const caller = xrun.stack[xrun.stack.findIndex((frame) => /^__snd_pcm_xrun\b/.test(frame)) + 1];
  const isCalled = /^snd_pcm_(xrun|common_ioctl|ioctl)\b/.test(caller ?? '');
  if (!xrun.inInterrupt && (isRecorded || isCalled)) {
    return { kind: 'declared', detail: 'by-ioctl', culprit: xrun.task };
  }
  return { kind: 'unknown', detail: 'ring-not-empty' };
}

function notice({ trace, owner }: Scene, xrun: EventOf<'xrun'>): Noticed {
  const { ns, cpu, task } = xrun;
  if (!xrun.inInterrupt) {
    return { ns, by: task.pid === owner?.pid ? 'owner' : 'onlooker', interrupt: undefined, task };
  }
  const isNear = (event: TraceEvent) => event.cpu === cpu && event.ns <= ns && ns - event.ns < 5e6;
  const entry = trace.events.findLast((event) => isNear(event) && event.kind === 'irq-entry');
  const interrupt = entry?.kind === 'irq-entry' ? entry.name : undefined;
  return { ns, by: 'interrupt', interrupt, task };
}

function restart({ trace, calls, stream, owner }: Scene, ns: number): number | undefined {
  const nextNs = stream.xruns.find((xrun) => xrun.ns > ns)?.ns ?? Infinity;
  const start = trace.events.find(
    (event) =>
      event.ns > ns &&
      event.kind === 'call' &&
      event.task.pid === owner?.pid &&
      pcmIoctl(event, calls) === 'START',
  );
  return start !== undefined && start.ns < nextNs ? start.ns : undefined;
}
