import type { ValueType } from '../options/spec.js';
import { duration, mapType } from '../options/types.js';
import type { LimitResult } from './experiment.js';

/** Result of a `--max-...` option; none if it is not given. NaN violates every limit. */
export function maxLimit(
  name: string,
  limit: number | undefined,
  measured: number,
  subject: string,
  limitText?: (limit: number) => string,
): LimitResult[] {
  return compare(name, limit, measured, measured <= (limit ?? 0), `${subject} exceeds`, limitText);
}

/** Result of a `--min-...` option; none if it is not given. NaN violates every limit. */
export function minLimit(
  name: string,
  limit: number | undefined,
  measured: number,
  subject: string,
): LimitResult[] {
  return compare(name, limit, measured, measured >= (limit ?? 0), `${subject} is below`);
}

/** Result for events that must not occur. */
export function forbidden<Event>(
  name: string,
  events: readonly Event[],
  describe: (first: Event, events: readonly Event[]) => string,
): LimitResult {
  const [first] = events;
  const message = first === undefined ? '' : describe(first, events);
  return { name, limit: 0, measured: events.length, within: first === undefined, message };
}

/** Result for a device that was removed; none if it was not. */
export function disconnectedLimit(during: string | undefined, subject: string): LimitResult[] {
  if (during === undefined) return [];
  const message = `device disconnected during ${subject} ${during}`;
  const name = 'disconnected';
  return [{ name, limit: 0, measured: 1, within: false, message, code: 'DISCONNECTED' }];
}

/** Times from `min` to `max` seconds, with values in ns. */
export function durationNs(min: number, max: number): ValueType<number> {
  return mapType(duration(min, max), (seconds) => Math.round(seconds * 1e9));
}

function compare(
  name: string,
  limit: number | undefined,
  measured: number,
  within: boolean,
  problem: string,
  limitText: (limit: number) => string = String,
): LimitResult[] {
  if (limit === undefined) return [];
  return [{ name, limit, measured, within, message: `${problem} --${name}=${limitText(limit)}` }];
}
