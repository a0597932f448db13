/** Control characters, and invisible characters that reorder or break a line. */
export const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * Replaces unprintable characters by their code, such as `\x1b`. Names of devices, files and
 * processes come from outside and must not control the terminal.
 */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (character) => {
    const code = character.codePointAt(0)!;
    return code < 0x100 ? `\\x${hex(code, 2)}` : `\\u{${hex(code, 4)}}`;
  });
}

export function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}
