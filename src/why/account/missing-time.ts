import { lastIndexUpTo } from '../model/bisect.js';
import { type PcmStream, type PointerUpdate, updatesOfRun } from '../model/pcm-streams.js';
import type { StateSpan } from '../model/thread-states.js';
import { type CallTable, isPoll } from '../trace/system-calls.js';
import type { EventOf } from '../trace/trace-event.js';
import type { Commit } from './account.js';

/** The time that an xrun is about. */
export interface MissingTime {
  readonly dueNs: number;
  /** Moment at which the ring ran dry. */
  readonly ranDryNs: number;
  /** Time by which the pointer ran ahead of the clock at once; it ends the missing time. */
  readonly leapNs: number;
  /** Time that the ring still held at an xrun that was declared; else 0. */
  readonly heldNs: number;
}

/** Direction and size of a ring. */
export type RingShape = Pick<PcmStream, 'direction' | 'bufferSize'>;

/** Frames until the ring is empty (playback) or full (capture); negative past that. */
export function headroom(
  { direction, bufferSize = 0 }: RingShape,
  { hwPtr, applPtr }: Pick<PointerUpdate, 'hwPtr' | 'applPtr'>,
): number {
  return direction === 'playback' ? applPtr - hwPtr : bufferSize - (hwPtr - applPtr);
}

/**
 * Returns the time from the moment when the owner had to serve the ring to the moment when it ran
 * dry. Undefined if the trace has too few pointer updates, or no rate or size of the ring.
 */
export function missingTime(
  stream: PcmStream,
  xrun: EventOf<'xrun'>,
  commits: readonly Commit[],
): MissingTime | undefined {
  const { rateHz, bufferSize } = stream;
  const updates = updatesOfRun(stream.updates, xrun.ns);
  const after = updates.at(-1);
  if (rateHz === undefined || bufferSize === undefined || after === undefined) return undefined;
  const frameNs = 1e9 / rateHz;
  const left = headroom(stream, after);
  const atNs = xrun.ns;
  if (isDeclaredDry(stream, xrun, left * frameNs)) {
    const dueNs = Math.round(dueTime(stream, updates, commits, atNs));
    return { dueNs, ranDryNs: atNs, leapNs: 0, heldNs: 0 };
  }
  if (left > 0) {
    return { dueNs: atNs, ranDryNs: atNs, leapNs: 0, heldNs: Math.round(left * frameNs) };
  }
  const before = updates.findLast((update) => headroom(stream, update) > 0);
  if (before === undefined) return undefined;
  const room = headroom(stream, { ...before, applPtr: after.applPtr });
  const advance = after.hwPtr - before.hwPtr;
  const leapNs = advance * frameNs - (after.ns - before.ns);
  const isLeap = leapNs > Math.max((bufferSize * frameNs) / 4, stream.periodNs ?? 0);
  const ranDryNs = isLeap
    ? after.ns
    : Math.round(before.ns + (after.ns - before.ns) * Math.min(room / advance, 1));
  // Without the leap the ring would have lasted longer; that is how much it took.
  const lostNs = isLeap ? Math.max(Math.round(before.ns + room * frameNs) - after.ns, 0) : 0;
  const dueNs = Math.round(dueTime(stream, updates, commits, ranDryNs));
  return { dueNs, ranDryNs, leapNs: lostNs, heldNs: 0 };
}

/** Longest time from an interrupt to the pointer update in it. */
const UPDATE_NS = 1e6;

/** Part of a period by which the median of the intervals may be short. */
const PERIOD_TOLERANCE = 0.1;

/**
 * True if a driver such as snd-usb-audio declared the xrun because it had no frames for its next
 * transfer: hw_ptr is a period behind at most, by the frames that it has taken already,
 * or a third of the ring if the period is unknown.
 */
function isDeclaredDry(
  { periodNs = Infinity, bufferSize = 0, rateHz = 1 }: PcmStream,
  xrun: EventOf<'xrun'>,
  leftNs: number,
): boolean {
  const ringNs = (1e9 * bufferSize) / rateHz;
  const transferNs = Math.min((1 + PERIOD_TOLERANCE) * periodNs, ringNs / 3);
  return leftNs > 0 && leftNs <= transferNs && isByDriver(xrun);
}

/** True if the driver declared the xrun, instead of the kernel at a pointer update. */
export function isByDriver({ stack }: EventOf<'xrun'>): boolean {
  return stack.some((frame) => /^snd_pcm_stop_xrun\b/.test(frame));
}

/**
 * The owner has to serve the ring at the first interrupt after its last commit at which avail_min
 * is reached, at the moment when that interrupt should have come if it is late, or at once if that
 * much was free at the commit. If avail_min is not reached before the ring runs dry, the first
 * interrupt counts.
 */
function dueTime(
  stream: PcmStream,
  updates: readonly PointerUpdate[],
  commits: readonly Commit[],
  ranDryNs: number,
): number {
  const { periodNs, bufferSize = 0, rateHz = 1 } = stream;
  const periodFrames = ((periodNs ?? 0) * rateHz) / 1e9;
  const roomAfter = ({ fillFrames }: Commit) =>
    stream.direction === 'playback' ? fillFrames : bufferSize - fillFrames;
  // A commit that leaves the ring nearly dry came too late itself.
  const last = commits.findLast((each) => roomAfter(each) >= periodFrames / 4) ?? commits.at(-1);
  // No ring lasts longer than it is long.
  const earliestNs = Math.max(
    ranDryNs - (1e9 * bufferSize) / rateHz,
    updates[0]!.ns,
    stream.interrupts[0]?.ns ?? 0,
  );
  const lastNs = Math.max(last?.ns ?? 0, earliestNs);
  if (periodNs === undefined) return Math.min(lastNs, ranDryNs);
  const availFrames = last === undefined ? 0 : bufferSize - roomAfter(last);
  const { availMin = 0, applPtr } = updates.at(-1)!;
  if (availMin > 0) {
    const reached = updates.find(
      (update) =>
        update.ns > lastNs &&
        update.applPtr === applPtr &&
        bufferSize - headroom(stream, update) >= availMin,
    );
    const before = stream.interrupts.findLast(({ ns }) => ns < (reached?.ns ?? 0) - UPDATE_NS);
    const dueNs = interruptAfter(stream, Math.max(before?.ns ?? 0, lastNs), periodNs);
    if (dueNs < ranDryNs - periodNs / 2) return dueNs;
  }
  if (availFrames >= periodFrames) return Math.min(lastNs, ranDryNs);
  const dueNs = interruptAfter(stream, lastNs, periodNs);
  return dueNs < ranDryNs ? dueNs : Math.min(lastNs, ranDryNs);
}

/** Time of the first interrupt after a moment, or at which it should have come if it is late. */
function interruptAfter({ interrupts }: PcmStream, ns: number, periodNs: number): number {
  const last = lastIndexUpTo(interrupts, ns, (interrupt) => interrupt.ns);
  const [previous, next] = [interrupts[last]?.ns, interrupts[last + 1]?.ns];
  if (previous === undefined) return next ?? ns;
  const expectedNs = Math.max(previous + periodNs, ns);
  return (next ?? Infinity) > expectedNs + periodNs / 2 ? expectedNs : (next ?? ns);
}

/** Returns the commits of the run up to an xrun, oldest first. */
export function commitsBefore(
  stream: PcmStream,
  xrunNs: number,
  owner: readonly StateSpan[],
  calls: CallTable,
): Commit[] {
  const points = updatesOfRun(stream.points, xrunNs);
  const runs = owner.filter(
    (span) => span.state === 'running' && !(span.call !== undefined && isPoll(span.call, calls)),
  );
  const { rateHz, bufferSize = 0 } = stream;
  let moved = points[0];
  return points.slice(1).flatMap((point, index) => {
    const previous = points[index]!;
    // A sample between two updates has the hw_ptr of the first.
    if (previous.sinceNs === undefined) moved = previous;
    const frames = point.applPtr - previous.applPtr;
    if (frames <= 0 || moved === undefined) return [];
    const sinceNs = point.sinceNs ?? previous.ns;
    const run = runs[lastIndexUpTo(runs, point.ns, (span) => span.fromNs)];
    const isAfter = run !== undefined && run.toNs > sinceNs;
    const ns = isAfter ? Math.min(run.toNs, point.ns) : point.ns;
    const played = rateHz === undefined ? 0 : ((ns - moved.ns) * rateHz) / 1e9;
    const limit = point.sinceNs === undefined ? point.hwPtr : Infinity;
    const hwPtr = Math.min(moved.hwPtr + Math.round(played), limit);
    const room = headroom(stream, { hwPtr, applPtr: point.applPtr });
    const fillFrames = stream.direction === 'playback' ? room : bufferSize - room;
    return [{ sinceNs, ns, frames, fillFrames }];
  });
}
