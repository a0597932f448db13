import { AlsaMmapError } from '../../device/errors.js';
import { isGone } from '../gone.js';

/**
 * The errno by name that a call is refused with; undefined where it is done.
 * @throws DISCONNECTED where the device is gone: that is no answer to a question
 */
export function refusal(call: () => unknown): string | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    if (!(error instanceof AlsaMmapError)) throw error;
    if (isGone(error)) throw error;
    return error.errno ?? error.code;
  }
}

/** What was answered, in words. */
export function answered(errno: string | undefined): string {
  return errno ?? 'no error';
}
