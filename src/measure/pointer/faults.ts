import { type PointerSamples, type PointerSetting, stillLimitNs } from './samples.js';

/**
 * What a pointer should not do: go back, outrun time by more than a period (jump), fall behind it by more
 * than half of one in one step (slip: so a step back looks that nobody saw until the next interrupt),
 * stand still.
 */
export interface PointerFault {
  readonly what: 'backward' | 'jump' | 'slip' | 'stuck';
  /** hw_ptr before it, in frames since the start of the stream. */
  readonly atFrame: number;
  /** How far it went back, outran the time or fell behind it; 0 where it stood. */
  readonly frames: number;
  /** Since the start of the measurement. */
  readonly atNs: number;
  /** How long it stood; else from the update before. */
  readonly durationNs: number;
  /** Whether it went on afterwards. */
  readonly goesOn: boolean;
}

export interface PointerFaults {
  readonly faults: readonly PointerFault[];
  /** Whether the step that led to this row is none of them. */
  isClean(row: number): boolean;
  readonly largestLeadFrames: number;
  readonly largestLagFrames: number;
}

/** Finds them, in order. What came before the first update is a matter of the start, unless none came. */
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
      goesOn: row <= last,
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

/** By the kernel's timestamps, where these moved; else by when it was seen. */
function elapsedNs({ stampNs, seenNs }: PointerSamples, row: number): number {
  const byStamp = stampNs[row]! - stampNs[row - 1]!;
  return stampNs[row - 1]! > 0 && byStamp > 0 ? byStamp : seenNs[row]! - seenNs[row - 1]!;
}
