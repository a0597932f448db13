/** Controls, and the invisible characters that reorder or break a line. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * Names of devices, files and processes come from outside: what is no visible character of one line
 * is shown by its number, so that it can do nothing to the terminal.
 */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (character) => {
    const code = character.codePointAt(0)!;
    return code < 0x100 ? `\\x${hex(code, 2)}` : `\\u{${hex(code, 4)}}`;
  });
}

/** A JSON document in one line. JSON itself lets half of the unprintable characters through. */
export function jsonLine(document: object): string {
  return JSON.stringify(document).replace(UNPRINTABLE, (characters) =>
    Array.from({ length: characters.length }, (_, unit) => characters.charCodeAt(unit))
      .map((code) => `\\u${hex(code, 4)}`)
      .join(''),
  );
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}
