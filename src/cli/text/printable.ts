import { hex, UNPRINTABLE } from '../../report/printable.js';
import { jsonValue } from './json-value.js';

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
