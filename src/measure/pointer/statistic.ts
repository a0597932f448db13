import { InfoFlag } from '../../device/abi.js';
import { type Summary, summary } from '../statistic/percentiles.js';
import type { WindowResult } from '../window/statistic.js';
import { type PointerFault, pointerFaults } from './faults.js';
import { type PointerSamples, type PointerSetting, UpdateKind } from './samples.js';

/** By what hw_ptr moves: single frames, blocks of them, whole periods; unknown where it hardly moved. */
export type Granularity = 'frame' | 'block' | 'period' | 'unknown';

export interface PointerResult {
  readonly updates: {
    readonly alone: number;
    readonly between: number;
    readonly asked: number;
    readonly queries: number;
  };
  /** Frames from one update at an interrupt to the next, while nobody asked. */
  readonly interruptSteps: Summary | undefined;
  /** Nanoseconds between those, by the kernel's timestamps. */
  readonly interruptIntervalsNs: Summary | undefined;
  /** Frames that an answer of the hardware moved hw_ptr by. */
  readonly querySteps: Summary | undefined;
  readonly granularity: Granularity;
  /** Every step is a multiple of so many frames; where that is 1 and it moves in blocks, about so many. */
  readonly blockFrames: number;
  readonly exactBlocks: boolean;
  readonly claims: {
    readonly batch: boolean;
    readonly blockTransfer: boolean;
    readonly agrees: boolean;
    readonly remark: string;
  };
  /** The most frames by which a step went further than the time since the one before it explains. */
  readonly largestLeadFrames: number;
  /** The most by which one fell short of it. */
  readonly largestLagFrames: number;
  /** The largest step forward. */
  readonly largestStepFrames: number;
  /** From the start of the measurement to the first update; undefined where none came. */
  readonly firstUpdateNs: number | undefined;
  readonly faults: readonly PointerFault[];
  /** What lies between the pointer and the memory, where a loop tells of it. */
  readonly window?: WindowResult | undefined;
}

/** A step in answer to a question that is so many times what time explains tells of blocks. */
const BLOCK_RATIO = 3;
/** Of a period: irregular steps that are shorter are blocks within it. */
const WHOLE = 7 / 8;

/** How hw_ptr moved, from the updates that were seen of it. */
export function pointerStatistic(samples: PointerSamples, setting: PointerSetting): PointerResult {
  const { params, lookNs } = setting;
  const { faults, isClean, largestLeadFrames, largestLagFrames } = pointerFaults(samples, setting);
  const interruptSteps: number[] = [];
  const interruptIntervals: number[] = [];
  const querySteps: number[] = [];
  const updates = { alone: 0, between: 0, asked: 0, queries: setting.queries };
  let divisor = 0;
  let largestStepFrames = 0;
  for (let row = 1; row < samples.frame.length; row++) {
    const kind = samples.kind[row];
    const step = samples.frame[row]! - samples.frame[row - 1]!;
    if (kind === UpdateKind.ALONE) updates.alone++;
    else if (kind === UpdateKind.ASKED) updates.asked++;
    else updates.between++;
    largestStepFrames = Math.max(largestStepFrames, step);
    if (!isClean(row)) continue;
    divisor = greatestDivisor(divisor, step);
    if (kind === UpdateKind.ASKED) querySteps.push(step);
    if (kind === UpdateKind.ALONE && samples.kind[row - 1] === UpdateKind.ALONE) {
      interruptSteps.push(step);
      // The first may be seen in the moment before its timestamp is there.
      if (samples.stampNs[row - 1]! > 0) {
        interruptIntervals.push(samples.stampNs[row]! - samples.stampNs[row - 1]!);
      }
    }
  }
  const asked = summary(querySteps);
  const perLook = (lookNs * params.rateHz) / 1e9;
  const shape = granularityOf(divisor, asked, perLook, setting);
  return {
    updates,
    interruptSteps: summary(interruptSteps),
    interruptIntervalsNs: summary(interruptIntervals),
    querySteps: asked,
    ...shape,
    claims: claimsOf(shape.granularity, params.infoFlags),
    largestLeadFrames,
    largestLagFrames,
    largestStepFrames,
    firstUpdateNs: samples.seenNs.length < 2 ? undefined : samples.seenNs[1]! - samples.seenNs[0]!,
    faults,
  };
}

function granularityOf(
  divisor: number,
  asked: Summary | undefined,
  perLook: number,
  { params, queries }: PointerSetting,
): Pick<PointerResult, 'granularity' | 'blockFrames' | 'exactBlocks'> {
  const of = (granularity: Granularity, blockFrames: number, exactBlocks: boolean) => ({
    granularity,
    blockFrames,
    exactBlocks,
  });
  if (divisor === 0 || queries === 0) return of('unknown', divisor, false);
  if (divisor >= params.periodSize) return of('period', divisor, true);
  // A period can be a multiple of what it moves by only where somebody asked in between.
  if (asked === undefined) return of('period', params.periodSize, false);
  if (divisor > 1) return of('block', divisor, true);
  const irregular = asked.p50 > BLOCK_RATIO * Math.max(1, perLook);
  if (!irregular) return of('frame', 1, true);
  return of(asked.p50 >= WHOLE * params.periodSize ? 'period' : 'block', asked.p50, false);
}

/** `SNDRV_PCM_INFO_BATCH` and `_BLOCK_TRANSFER` (sound/asound.h) beside what was seen. */
function claimsOf(granularity: Granularity, infoFlags: number): PointerResult['claims'] {
  const batch = (infoFlags & InfoFlag.BATCH) !== 0;
  const blockTransfer = (infoFlags & InfoFlag.BLOCK_TRANSFER) !== 0;
  const claims = (agrees: boolean, remark: string) => ({ batch, blockTransfer, agrees, remark });
  if (granularity === 'unknown') return claims(true, 'it hardly moved: nothing can be said');
  if (granularity === 'frame') {
    return claims(true, batch ? 'it moves finer than BATCH says' : 'it moves finely, as claimed');
  }
  if (granularity === 'period') {
    return batch
      ? claims(true, 'it moves by periods, as BATCH says')
      : claims(false, 'it moves by whole periods, and does not claim BATCH');
  }
  return batch || blockTransfer
    ? claims(true, `it moves in blocks, as ${batch ? 'BATCH' : 'BLOCK_TRANSFER'} says`)
    : claims(false, 'it moves in blocks, and claims neither BATCH nor BLOCK_TRANSFER');
}

function greatestDivisor(a: number, b: number): number {
  let [large, small] = [a, b];
  while (small > 0) [large, small] = [small, large % small];
  return large;
}
