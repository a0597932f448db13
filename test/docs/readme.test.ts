/** The commands that the README and the other pages show: typed, or parsed. */

import { spawn } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.js';
import { parseArguments } from '../../src/cli/options/parse.js';
import { CHECKS } from '../../src/measure/check/checks.js';
import { NEUTRAL, PROGRAM, ROOT, scratchDirectory, watch } from '../cli/program.js';
import { HANG_MS } from '../limits.js';
import { codeBlocksOf, inlineCodeOf, PAGES, pageText, sessionsOf } from './page-examples.js';

const README = pageText('README.md');
const scratch = scratchDirectory();

beforeAll(() => {
  mkdirSync(scratch('bin'));
  symlinkSync(PROGRAM, scratch('bin/alsa-mmap'));
  symlinkSync(join(ROOT, 'test'), scratch('test'));
});

/** Lines that a command typed into a shell writes to its terminal. */
async function linesOf(command: string): Promise<string[]> {
  const path = [scratch('bin'), dirname(process.execPath), process.env['PATH']].join(':');
  const shell = spawn('sh', ['-c', `${command} 2>&1`], {
    cwd: scratch('.'),
    env: { ...process.env, ...NEUTRAL, PATH: path },
    timeout: HANG_MS,
  });
  return (await watch(shell).ended).stdout.trimEnd().split('\n');
}

const KINDS: readonly (readonly [pattern: RegExp, kind: string])[] = [
  [/\d{4}-\d\d-\d\d/g, '<date>'],
  [/\d\d:\d\d:\d\d(\.\d+)?/g, '<time>'],
  [/(?<![\w.=])-?\d+(\.\d+)? (ns|us|ms|s)\b/g, '<duration>'],
  [/(?<![\w.=])-?\d+\.\d+\b/g, '<decimal>'],
  [/(?<![\w.=<])-?\d+\b(?!\.\d| (passed|failed|skipped|checks)\b)/g, '<integer>'],
];

/** A line with its values replaced by their kinds, and each gap by two spaces. */
function kindsOf(line: string): string {
  const gaps = line.trimEnd().replace(/ {2,}/g, '  ');
  return KINDS.reduce((text, [pattern, kind]) => text.replace(pattern, kind), gaps);
}

const isOmission = (line: string) => line.trim() === '...';

/** The shown lines, with the printed ones in place of each omission. */
function withOmitted(shown: readonly string[], printed: readonly string[]): string[] {
  const lines: string[] = [];
  for (const [index, line] of shown.entries()) {
    const next = shown[index + 1];
    const found = next === undefined ? printed.length : printed.indexOf(next, lines.length);
    if (isOmission(line)) lines.push(...printed.slice(lines.length, Math.max(lines.length, found)));
    else lines.push(line);
  }
  return lines;
}

it('the README has at most 150 lines', () => {
  expect(README.trimEnd().split('\n').length).toBeLessThanOrEqual(150);
});

describe.concurrent('a session in the README', () => {
  const sessions = sessionsOf(README);

  it('is shown for three commands at least', () => {
    expect(sessions.length).toBeGreaterThanOrEqual(3);
  });

  it.each(sessions)('prints what is shown: $command', async ({ command, shown }) => {
    const printed = (await linesOf(command)).map(kindsOf);
    expect(printed).toEqual(withOmitted(shown.map(kindsOf), printed));
  });
});

/** Lines of the code blocks of a page, and its inline code. */
function codeOf(text: string): string[] {
  return [...codeBlocksOf(text).flatMap((block) => block.split('\n')), ...inlineCodeOf(text)];
}

describe('a command on a page', () => {
  const lines = PAGES.flatMap((page) =>
    codeOf(pageText(page)).flatMap((code) =>
      [...code.matchAll(/(?:^|[\s'])(?:bin\/)?alsa-mmap(?:\.js)? ([a-z][^'|>#]*)/g)].map(
        (match) => ({ page, line: match[1]!.trim() }),
      ),
    ),
  );

  it('is found', () => {
    expect(lines.filter(({ line }) => line.includes('hw:')).length).toBeGreaterThan(15);
  });

  it.each(lines)('is accepted by the parser: $line ($page)', async ({ line }) => {
    const [name, ...words] = line.split(/\s+/);
    const command = await COMMANDS.find((entry) => entry.name === name)!.load();
    expect(() => parseArguments(command, words)).not.toThrow();
  });
});

it('the README states the number of checks', () => {
  const numbers = [...README.matchAll(/(\d+) rules/g)].map((match) => Number(match[1]));
  expect(new Set(numbers)).toEqual(new Set([CHECKS.length]));
});
