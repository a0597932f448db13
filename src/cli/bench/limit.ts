import type { ErrorCode } from '../../device/errors.js';
import type { OptionValues } from '../command.js';

/** A limit, and whether it was kept. */
export interface LimitVerdict {
  /** The option, or what may never be: `stuck`, `backward`. */
  readonly name: string;
  readonly limit: number;
  readonly measured: number;
  readonly within: boolean;
  /** In words, where it was not kept. */
  readonly text: string;
  /** What the program ends with then; LIMITS by default. */
  readonly code?: ErrorCode;
}

/** The limit of an option, where it is given: at most so much. */
export function atMost(
  values: OptionValues,
  name: string,
  measured: number,
  what: string,
): LimitVerdict[] {
  const limit = values[name] as number | undefined;
  if (limit === undefined) return [];
  // NaN is within no limit.
  const within = measured <= limit;
  return [{ name, limit, measured, within, text: `${what}: more than --${name}=${limit}` }];
}

/** The same: at least so much. */
export function atLeast(
  values: OptionValues,
  name: string,
  measured: number,
  what: string,
): LimitVerdict[] {
  const limit = values[name] as number | undefined;
  if (limit === undefined) return [];
  const within = measured >= limit;
  return [{ name, limit, measured, within, text: `${what}: less than --${name}=${limit}` }];
}

/** What the device is to be for as long as it is measured: there. */
export function goneVerdicts(gone: string | undefined, what: string): LimitVerdict[] {
  if (gone === undefined) return [];
  const text = `the device went away during ${what} ${gone}`;
  return [{ name: 'gone', limit: 0, measured: 1, within: false, text, code: 'DISCONNECTED' }];
}

/** What may never be: found or not. */
export function never<Found>(
  name: string,
  found: readonly Found[],
  text: (found: readonly Found[]) => string,
): LimitVerdict {
  const within = found.length === 0;
  return { name, limit: 0, measured: found.length, within, text: within ? '' : text(found) };
}
