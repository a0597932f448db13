import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { NEUTRAL, PROGRAM, ROOT, run, watch } from './program.js';

const TRACES = join(ROOT, 'test/corpus/why');
const COMMANDS = [
  ['--help'],
  ['bench', '--help'],
  ['record', '--help'],
  ['list'],
  ['info', 'sim'],
  ['status', 'sim', '-v'],
  ['syncptr', 'sim', '--all'],
  ['why', '--from', join(TRACES, 'A-stopped-by-a-signal.txt')],
  ['why', '--from', join(TRACES, 'E-usb-stopped.txt')],
  ['bench', 'overhead,pointer,wakeup', 'sim', '-d', '0.3', '--warmup', '0'],
  ['play-sine', 'sim', '-d', '0.2'],
];

/** Lines that the program leaves on a terminal of this width. */
async function linesAt(columns: number, words: readonly string[]): Promise<string[]> {
  const command = ['exec', process.execPath, PROGRAM, ...words].join(' ');
  const child = spawn('script', ['-qefc', `stty cols ${columns}; ${command}`, '/dev/null'], {
    env: { ...process.env, ...NEUTRAL, SHELL: '/bin/sh' },
  });
  const { code, stdout } = await watch(child).ended;
  expect({ code, stdout }).toEqual({ code: 0, stdout });
  const lines = stripVTControlCharacters(stdout).split('\r\n');
  return lines.map((line) => line.slice(line.lastIndexOf('\r') + 1));
}

describe.concurrent.each([60, 80, 200])(
  'on a terminal of %i columns no line is wider',
  (columns) => {
    it.each(COMMANDS)('%s %s %s %s', async (...words) => {
      const wide = (await linesAt(columns, words)).filter((line) => line.length > columns);
      expect(wide).toEqual([]);
    });
  },
);

it('on a terminal of 0 columns no line is wrapped', async () => {
  const words = ['info', 'sim'];
  const { stdout } = await run(words);
  expect((await linesAt(0, words)).join('\n')).toBe(stdout);
});
