import { type PointerSamples, type PointerSetting, stillLimitNs } from './samples.js';

/**
 * Fault of a pointer: it moves back, jumps ahead of time by more than a period, slips behind it by
 * more than half a period in one step (as a step back does that was not read before the next
 * interrupt), or stalls.
 */
export interface PointerFault {
  readonly what: 'backward' | 'jump' | 'slip' | 'stuck';
  /** hw_ptr before the fault, in frames since the start of the stream. */
  readonly atFrame: number;
  /** Frames by which it moved back, was ahead of time or behind it; 0 if it stalled. */
  readonly frames: number;
  /** Time since the start of the measurement. */
  readonly atNs: number;
  /** Duration of a stall; else the time since the update before. */
  readonly durationNs: number;
  /** True if the pointer moved on afterwards. */
  readonly resumes: boolean;
}

export interface PointerFaults {
  readonly faults: readonly PointerFault[];
  /** True if the step to this row is not a fault. */
  isClean(row: number): boolean;
  readonly largestLeadFrames: number;
  readonly largestLagFrames: number;
}

/**
 * Finds the faults, in order. Before the first update nothing is a fault, unless no update came at
 * all.
 */
export function pointerFaults(samples: PointerSamples, setting: PointerSetting): PointerFaults {
  const { params, endNs } = setting;
  const { frame, seenNs } = samples;
  const faults: PointerFault[] = [];
  const unclean = new Set<number>();
  const limitNs = stillLimitNs(params);
  const last = frame.length - 1;
  const elapsed = elapsedTimes(samples);
  let largestLeadFrames = 0;
  let largestLagFrames = 0;
  const found = (what: PointerFault['what'], row: number, frames: number, untilNs: number) => {
    unclean.add(row);
    faults.push({
      what,
      atFrame: frame[row - 1]!,
      frames,
      atNs: seenNs[row - 1]! - seenNs[0]!,
      durationNs: untilNs - seenNs[row - 1]!,
      resumes: row <= last,
    });
  };
  for (let row = 1; row <= last; row++) {
    const step = frame[row]! - frame[row - 1]!;
    if (step < 0) {
      found('backward', row, -step, seenNs[row]!);
      continue;
    }
    const timed = elapsed[row];
    if (row === 1 || timed === undefined) continue;
    const expected = (timed.ns * params.rateHz) / 1e9;
    const lead = frame[row]! - frame[timed.sinceRow]! - expected;
    largestLeadFrames = Math.max(largestLeadFrames, lead);
    largestLagFrames = Math.max(largestLagFrames, -lead);
    if (lead > params.periodSize) {
      found('jump', row, Math.round(lead), seenNs[row]!);
    } else if (seenNs[row]! - seenNs[row - 1]! > limitNs && -lead > expected / 2) {
      found('stuck', row, 0, seenNs[row]!);
    } else if (-lead > params.periodSize / 2) {
      found('slip', row, Math.round(-lead), seenNs[row]!);
    }
  }
  if (endNs - seenNs[last]! > limitNs) found('stuck', last + 1, 0, endNs);
  return { faults, isClean: (row) => !unclean.has(row), largestLeadFrames, largestLagFrames };
}

/** Time from an earlier row to this one. */
interface Elapsed {
  readonly sinceRow: number;
  readonly ns: number;
}

/**
 * Elapsed time of each row, by the kernel's timestamps. A row whose timestamp did not advance was
 * read between the stores of hw_ptr and its timestamp: nothing is known of it, and the time of the
 * next row counts from the last row with a timestamp of its own. If most timestamps do not advance,
 * the times of the reads are used.
 */
function elapsedTimes({ stampNs, seenNs, frame }: PointerSamples): (Elapsed | undefined)[] {
  const byStamp: (Elapsed | undefined)[] = [undefined];
  let known = 0;
  let stale = 0;
  for (let row = 1; row < frame.length; row++) {
    const ns = stampNs[row]! - stampNs[known]!;
    const isTimed = stampNs[known]! > 0 && ns > 0;
    byStamp.push(isTimed ? { sinceRow: known, ns } : undefined);
    if (isTimed || stampNs[known] === 0) known = row;
    if (!isTimed) stale++;
  }
  if (2 * stale <= frame.length) return byStamp;
  return Array.from(seenNs, (ns, row) =>
    row === 0 ? undefined : { sinceRow: row - 1, ns: ns - seenNs[row - 1]! },
  );
}
