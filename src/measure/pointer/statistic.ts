import { InfoFlag } from '../../device/abi.js';
import { type Summary, summary } from '../statistic/percentiles.js';
import type { WindowResult } from '../window/statistic.js';
import { type PointerFault, pointerFaults } from './faults.js';
import { type PointerSamples, type PointerSetting, UpdateKind } from './samples.js';

/** Step of hw_ptr: single frames, blocks, whole periods; unknown if it hardly moved. */
export type Granularity = 'frame' | 'block' | 'period' | 'unknown';

export interface PointerResult {
  readonly updates: {
    readonly alone: number;
    readonly between: number;
    readonly asked: number;
    readonly queries: number;
  };
  /** Frames between two interrupts, while there were no queries. */
  readonly interruptSteps: Summary | undefined;
  /** Nanoseconds between two interrupts, by the kernel's timestamps. */
  readonly interruptIntervalsNs: Summary | undefined;
  /** Frames by which a query moved hw_ptr. */
  readonly querySteps: Summary | undefined;
  readonly granularity: Granularity;
  /**
   * Greatest common divisor of the steps; if that is 1 and the pointer moves in blocks, the size
   * that 99 % of the steps on a query do not exceed.
   */
  readonly blockFrames: number;
  readonly exactBlocks: boolean;
  readonly claims: {
    readonly batch: boolean;
    readonly blockTransfer: boolean;
    readonly agrees: boolean;
    readonly remark: string;
  };
  /** Max frames by which a step exceeds the elapsed time. */
  readonly largestLeadFrames: number;
  /** Max frames by which a step is shorter than the elapsed time. */
  readonly largestLagFrames: number;
  /** Largest step forward. */
  readonly largestStepFrames: number;
  /** Time from the start of the measurement to the first update; undefined if there was none. */
  readonly firstUpdateNs: number | undefined;
  readonly faults: readonly PointerFault[];
  /** Difference between pointer and memory, measured over a loop. */
  readonly window?: WindowResult | undefined;
}

/** Ratio of a query's step to the elapsed time that indicates blocks. */
const BLOCK_RATIO = 3;
/** Share of a period below which irregular steps are blocks within it. */
const WHOLE = 7 / 8;

/** Statistic of the movement of hw_ptr, from its updates. */
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
      // The first update can be seen before its timestamp is stored.
      if (samples.stampNs[row - 1]! > 0) {
        interruptIntervals.push(samples.stampNs[row]! - samples.stampNs[row - 1]!);
      }
    }
  }
  const asked = summary(querySteps);
  const perRead = (lookNs * params.rateHz) / 1e9;
  const shape = granularityOf(divisor, asked, perRead, setting);
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
  perRead: number,
  { params, queries }: PointerSetting,
): Pick<PointerResult, 'granularity' | 'blockFrames' | 'exactBlocks'> {
  const of = (granularity: Granularity, blockFrames: number, exactBlocks: boolean) => ({
    granularity,
    blockFrames,
    exactBlocks,
  });
  if (divisor === 0 || queries === 0) return of('unknown', divisor, false);
  if (divisor >= params.periodSize) return of('period', divisor, true);
  // Only queries can show that a period consists of smaller steps.
  if (asked === undefined) return of('period', params.periodSize, false);
  if (divisor > 1) return of('block', divisor, true);
  const irregular = asked.p50 > BLOCK_RATIO * Math.max(1, perRead);
  if (!irregular) return of('frame', 1, true);
  return of(asked.p50 >= WHOLE * params.periodSize ? 'period' : 'block', asked.p99, false);
}

/**
 * Compares `SNDRV_PCM_INFO_BATCH` and `_BLOCK_TRANSFER` (sound/asound.h) with the measured steps.
 */
function claimsOf(granularity: Granularity, infoFlags: number): PointerResult['claims'] {
  const batch = (infoFlags & InfoFlag.BATCH) !== 0;
  const blockTransfer = (infoFlags & InfoFlag.BLOCK_TRANSFER) !== 0;
  const claims = (agrees: boolean, remark: string) => ({ batch, blockTransfer, agrees, remark });
  if (granularity === 'unknown') return claims(true, 'it hardly moved: unknown');
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
