import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SIGNAL_EXIT_CODES } from '../../src/cli/signals.js';
import { ERROR_CODES } from '../../src/device/errors.js';
import { ROOT } from './program.js';

const text = readFileSync(join(ROOT, 'docs/errors.md'), 'utf8');
const rows = text
  .split('\n')
  .filter((line) => /^\| \d/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()));

describe('docs/errors.md', () => {
  it('has the codes of the program, with exit status and reason, in its order', () => {
    const documented = rows.map(([, exit, code, when]) => [code, Number(exit), when]);
    const known = Object.entries(ERROR_CODES).map(([code, { exit, when }]) => [
      `\`${code}\``,
      exit,
      when,
    ]);
    expect(documented).toEqual(known);
  });

  it('has advice for each code', () => {
    for (const [, , code, , advice] of rows) expect(advice, code).toMatch(/\w+ \w+/);
  });

  it('has the statuses of the signals', () => {
    const statuses = /0 for success; ([\d, and]+) when/.exec(text)?.[1];
    expect(statuses?.match(/\d+/g)?.map(Number)).toEqual(
      Object.values(SIGNAL_EXIT_CODES).toSorted((a, b) => a - b),
    );
  });
});
