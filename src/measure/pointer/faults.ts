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
    if (row === 1) continue;
    const expected = (elapsedNs(samples, row) * params.rateHz) / 1e9;
    const lead = step - expected;
    largestLeadFrames = Math.max(largestLeadFrames, lead);
    largestLagFrames = Math.max(largestLagFrames, -lead);
    if (lead > params.periodSize) {
      found('jump', row, Math.round(lead), seenNs[row]!);
    } else if (seenNs[row]! - seenNs[row - 1]! > limitNs && step < expected / 2) {
      found('stuck', row, 0, seenNs[row]!);
    } else if (-lead > params.periodSize / 2) {
      found('slip', row, Math.round(-lead), seenNs[row]!);
    }
  }
  if (endNs - seenNs[last]! > limitNs) found('stuck', last + 1, 0, endNs);
  return { faults, isClean: (row) => !unclean.has(row), largestLeadFrames, largestLagFrames };
}

/** Elapsed time by the kernel's timestamps if they advanced, else by the time of the read. */
function elapsedNs({ stampNs, seenNs }: PointerSamples, row: number): number {
  const byStamp = stampNs[row]! - stampNs[row - 1]!;
  return stampNs[row - 1]! > 0 && byStamp > 0 ? byStamp : seenNs[row]! - seenNs[row - 1]!;
}
