import type { PcmParams } from '../../device/params.js';
import type { PointerResult } from '../pointer/statistic.js';
import type { SweepResult } from '../sweep/runner.js';
import { type Evidence, isMissing, type Missing, type PointerEvidence } from './evidence.js';
import { type StartUpSamples, startDelayFrames } from './start-up.js';

/** Min number of updates for a statement. */
const MIN_UPDATES = 20;

/** Evidence of the pointer; missing if it did not move. */
export function pointerEvidence(
  result: PointerResult,
  { periodSize }: PcmParams,
): PointerEvidence | Missing {
  const { faults, claims, granularity, blockFrames, exactBlocks, updates } = result;
  const stuck = faults.find(({ what }) => what === 'stuck');
  if (stuck !== undefined) return { missing: `hw_ptr stalled at frame ${stuck.atFrame}` };
  const seen = updates.alone + updates.between + updates.asked;
  if (seen < MIN_UPDATES) return { missing: `only ${seen} updates of hw_ptr` };
  return {
    granularity,
    blockFrames,
    exactBlocks,
    batch: claims.batch,
    offFrames: Math.max(result.largestLeadFrames, result.largestLagFrames),
    answers: updates.asked,
    faults: faults.length,
    periodSize,
  };
}

/** Delay after START, corrected by the step of the pointer. */
export function startUpEvidence(
  samples: StartUpSamples,
  { rateHz }: PcmParams,
  pointer: Evidence['pointer'],
): Evidence['startUp'] {
  if (isMissing(pointer)) return pointer;
  const block = pointer.granularity === 'frame' ? 0 : pointer.blockFrames;
  const delayFrames = startDelayFrames(samples, rateHz, block);
  return delayFrames === undefined
    ? { missing: 'too few updates of hw_ptr after START' }
    : { delayFrames };
}

/** Evidence of the longer run on the smallest ring, or of the run before if there was none. */
export function ringEvidence({ smallest }: SweepResult): Evidence['ring'] {
  const run = smallest[0]?.confirmed ?? smallest[0]?.ring;
  if (run === undefined) return { missing: 'no ring survived' };
  const { periodSize, periods, seconds, cycles, lateNs } = run;
  return { periodSize, periods, seconds, cycles, lateP999Ns: lateNs?.p999, maxLateNs: lateNs?.max };
}
