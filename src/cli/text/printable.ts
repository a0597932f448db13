import { hex, UNPRINTABLE } from '../../report/printable.js';

export { printable } from '../../report/printable.js';

/** A JSON document in one line, with the unprintable characters that JSON allows escaped, too. */
export function jsonLine(document: object): string {
  return JSON.stringify(document).replace(UNPRINTABLE, (characters) =>
    Array.from({ length: characters.length }, (_, unit) => characters.charCodeAt(unit))
      .map((code) => `\\u${hex(code, 4)}`)
      .join(''),
  );
}
