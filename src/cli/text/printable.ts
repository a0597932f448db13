import { hex, UNPRINTABLE } from '../../report/printable.js';

export { printable } from '../../report/printable.js';

/**
 * A JSON document in one line. Undefined and non-finite numbers are null (`jsonValue`); unprintable
 * characters that JSON allows are escaped, too.
 */
export function jsonLine(document: object): string {
  return JSON.stringify(jsonValue(document)).replace(UNPRINTABLE, (characters) =>
    Array.from({ length: characters.length }, (_, unit) => characters.charCodeAt(unit))
      .map((code) => `\\u${hex(code, 4)}`)
      .join(''),
  );
}

/** Replaces undefined and non-finite numbers by null at every depth, and typed arrays by arrays. */
export function jsonValue(value: unknown): unknown {
  if (value === undefined) return null;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (value instanceof Float64Array) return Array.from(value, jsonValue);
  if (Array.isArray(value)) return value.map(jsonValue);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, jsonValue(each)]));
}
