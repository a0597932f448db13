import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './program.js';

export function manPage(name: string): string {
  return readFileSync(join(ROOT, 'man', `${name}.1`), 'utf8');
}

/** The lines of a section (`.SH`) or, below one, of a subsection (`.SS`). */
export function section(page: string, title: string): string[] {
  const lines = page.split('\n');
  const start = lines.findIndex((line) => /^\.S[HS] /.test(line) && line.slice(4) === title);
  if (start < 0) throw new Error(`the page has no section "${title}"`);
  const ends = (line: string) =>
    line.startsWith('.SH ') || (lines[start]!.startsWith('.SS ') && line.startsWith('.SS '));
  const length = lines.slice(start + 1).findIndex(ends);
  return lines.slice(start + 1, length < 0 ? undefined : start + 1 + length);
}

/** The entries of a section: what stands as the head of each `.TP`, and the text below it. */
export function entries(lines: readonly string[]): { head: string; text: string }[] {
  return lines
    .filter((line) => !/^\.(SS |\\")/.test(line))
    .join('\n')
    .split(/^\.TP\n/m)
    .slice(1)
    .map((entry) => {
      const [head = '', ...text] = entry.split('\n');
      return { head: plain(head), text: text.map(plain).join('\n') };
    });
}

/** A line without its macro, fonts and escapes: as it is read. */
function plain(line: string): string {
  const text = line.replace(/\\f[BIRP]/g, '');
  const macro = /^\.([A-Z]+) (.*)$/.exec(text);
  if (macro === null) return unescaped(text);
  const words = [...macro[2]!.matchAll(/"([^"]*)"|(\S+)/g)].map(
    ([, quoted, word]) => quoted ?? word!,
  );
  // A two-letter macro alternates two fonts, without a space between its words.
  return unescaped(words.join(macro[1]!.length === 2 && macro[1] !== 'TP' ? '' : ' '));
}

function unescaped(text: string): string {
  return text.replaceAll('\\-', '-').replaceAll('\\e', '\\');
}
