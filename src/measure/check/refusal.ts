import { AlsaMmapError } from '../../device/errors.js';
import { isDisconnected } from '../disconnected.js';

/**
 * Name of the errno that `call` fails with; undefined if it succeeds.
 * @throws DISCONNECTED if the device is gone, which says nothing about the call
 */
export function errnoOf(call: () => unknown): string | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    if (!(error instanceof AlsaMmapError) || isDisconnected(error)) throw error;
    return error.errno ?? error.code;
  }
}

/** The result of a call as text. */
export function errnoText(errno: string | undefined): string {
  return errno ?? 'success';
}
