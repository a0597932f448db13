import type { CheckBench } from './bench.js';

/** What came of a check, with what it rests on. A skip is not a pass. */
export interface Verdict {
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** What was seen; of a skip why there was nothing to see. */
  readonly evidence: string;
  /** Where it failed, in frames since the start of the stream; undefined where that is no matter of a frame. */
  readonly atFrame?: number | undefined;
}

/** One promise that a driver, or the kernel for it, makes to whoever maps its ring. */
export interface Check {
  /** Kept from version to version: what tests of drivers are compared by. */
  readonly name: string;
  /** The promise, in a sentence. */
  readonly holds: string;
  readonly run: (bench: CheckBench) => Promise<Verdict>;
}

export const pass = (evidence: string): Verdict => ({ outcome: 'passed', evidence });
export const fail = (evidence: string, atFrame?: number): Verdict => ({
  outcome: 'failed',
  evidence,
  atFrame,
});
export const skip = (why: string): Verdict => ({ outcome: 'skipped', evidence: why });

/** Of a check that needs a pointer that moves. */
export const STANDS = skip('there is no stream whose hw_ptr moves');
export const PLAYBACK_ONLY = skip('a matter of playback');
