import { PcmState } from '../../device/pcm-state.js';
import type { PointerSample } from '../../observe/sample-ring.js';
import type { Commit } from '../account/account.js';
import { headroom, type RingShape } from '../account/missing-time.js';

/** An xrun that samples of the pointers show, without a trace. Times are CLOCK_MONOTONIC. */
export interface SampledXrun {
  /** Moment at which the ring ran empty (playback) or full (capture). */
  readonly ranDryNs: number;
  /** Sample in which the stream had stopped, or had begun anew. */
  readonly noticedNs: number;
  /** The last commits before, oldest first. */
  readonly commits: readonly Commit[];
}

/** A ring with its rate. */
export interface SampledRing extends RingShape {
  readonly bufferSize: number;
  readonly rateHz: number;
}

/**
 * Finds the xruns of a stream in samples of its state and pointers. A run that was over between two
 * samples counts if its ring must have run dry before the next one began.
 */
export function sampledXruns(samples: readonly PointerSample[], ring: SampledRing): SampledXrun[] {
  const xruns: SampledXrun[] = [];
  let run: PointerSample[] = [];
  for (const sample of samples) {
    const last = run.at(-1);
    if (last !== undefined && endsRun(sample, last)) {
      const ranDryNs = dryTime(run, sample, ring);
      if (ranDryNs !== undefined) {
        const commits = commitsOf(run, ring).slice(-4);
        xruns.push({ ranDryNs, noticedNs: sample.ns, commits });
      }
      run = [];
    }
    if (sample.state === PcmState.RUNNING) run.push(sample);
  }
  return xruns;
}

function endsRun(sample: PointerSample, last: PointerSample): boolean {
  return sample.state !== PcmState.RUNNING || sample.hwPtr < last.hwPtr;
}

/** Moment at which a run had no frames left; undefined if it ended otherwise. */
function dryTime(
  run: readonly PointerSample[],
  end: PointerSample,
  ring: SampledRing,
): number | undefined {
  const last = run.at(-1)!;
  const moved = run.find(({ hwPtr }) => hwPtr === last.hwPtr)!;
  const room = headroom(ring, last);
  const expectedNs = Math.round(moved.ns + (1e9 * Math.max(room, 0)) / ring.rateHz);
  if (end.state === PcmState.XRUN) return Math.min(expectedNs, end.ns);
  const isAnew = end.state === PcmState.RUNNING || end.state === PcmState.PREPARED;
  return isAnew && expectedNs <= end.ns ? expectedNs : undefined;
}

function commitsOf(run: readonly PointerSample[], ring: SampledRing): Commit[] {
  let moved = run[0]!;
  return run.slice(1).flatMap((sample, index) => {
    const before = run[index]!;
    if (sample.hwPtr !== moved.hwPtr) moved = sample;
    const frames = sample.applPtr - before.applPtr;
    if (frames <= 0) return [];
    const played = Math.round(((sample.ns - moved.ns) * ring.rateHz) / 1e9);
    const hwPtr = moved.hwPtr + played;
    const room = Math.max(headroom(ring, { hwPtr, applPtr: sample.applPtr }), 0);
    const fillFrames = ring.direction === 'playback' ? room : ring.bufferSize - room;
    return [{ sinceNs: sample.sinceNs, ns: sample.ns, frames, fillFrames }];
  });
}
