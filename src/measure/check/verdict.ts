import { AlsaMmapError } from '../../device/errors.js';
import { isDisconnected } from '../errors.js';

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

/**
 * Returns `error` if a call failed with it on a connected device.
 * @throws any other error, also DISCONNECTED, which says nothing about the call
 */
export function refusalOf(error: unknown): AlsaMmapError {
  if (!(error instanceof AlsaMmapError) || isDisconnected(error)) throw error;
  return error;
}

/** Name of the errno that `call` fails with; undefined if it succeeds. @throws as `refusalOf` */
export function errnoOf(call: () => unknown): string | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    const { errno, code } = refusalOf(error);
    return errno ?? code;
  }
}

/** The result of a call as text. */
export function errnoText(errno: string | undefined): string {
  return errno ?? 'success';
}
