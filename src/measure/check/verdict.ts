/** The outcome of a check, with its evidence. A skipped check is not a passed one. */
export interface Verdict {
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** Observed values; if skipped, the reason. */
  readonly evidence: string;
  /** Position of the failure, in frames since the start; undefined if it has no position. */
  readonly atFrame?: number | undefined;
}

export const pass = (evidence: string): Verdict => ({ outcome: 'passed', evidence });
export const fail = (evidence: string, atFrame?: number): Verdict => ({
  outcome: 'failed',
  evidence,
  atFrame,
});
export const skip = (reason: string): Verdict => ({ outcome: 'skipped', evidence: reason });

export const POINTER_STALLED = skip('hw_ptr does not move');
export const PLAYBACK_ONLY = skip('applies to playback only');
