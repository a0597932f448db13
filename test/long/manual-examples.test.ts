/** Every example of the manual pages, typed into a shell, with `sim` in place of the card. */

import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { manPage, section } from '../cli/man-page.js';
import { NEUTRAL, PROGRAM, ROOT, scratchDirectory } from '../cli/program.js';

const SECONDS = 3;
const INT = 130;
const NO_DEVICE = 3;
/** Examples that need a stream of another program, or a card that is plugged in: they report it. */
const NOT_ON_SIM = /^alsa-mmap (tap|why) |--pid|--wait/;

const EXAMPLES = readdirSync(join(ROOT, 'man')).flatMap((file) =>
  section(manPage(file.replace(/\.1$/, '')), 'EXAMPLES')
    .map((line) => line.replace(/^\.B /, '').replaceAll('\\-', '-'))
    .filter((line) => line.startsWith('alsa-mmap '))
    .map((line) => line.replace('10.0.0.7', '127.0.0.1'))
    .map((line) => (NOT_ON_SIM.test(line) ? line : line.replace(/hw:\w+(,\d)?/, 'sim'))),
);

const scratch = scratchDirectory();
const environment = {
  ...{ ...process.env, ...NEUTRAL, HOME: scratch('.'), STATUS: scratch('status') },
  PATH: `${scratch('bin')}:${process.env['PATH']}`,
};

/** Types a line; Ctrl-C ends the program after some seconds. Returns the program's exit code. */
function type(line: string) {
  const shell = line.includes('fish') ? 'fish' : 'bash';
  const input = readFileSync(scratch('one.wav'));
  const options = { cwd: scratch('.'), env: environment, input, encoding: 'utf8' } as const;
  const { stderr } = spawnSync(shell, ['-c', line], options);
  return { code: Number(readFileSync(scratch('status'), 'utf8')), stderr };
}

beforeAll(() => {
  for (const folder of ['bin', '.zfunc']) mkdirSync(scratch(folder));
  const wrapper = [
    '#!/bin/sh',
    `timeout --preserve-status -s INT ${SECONDS} '${process.execPath}' '${PROGRAM}' "$@"`,
    'code=$?',
    'echo $code > "$STATUS"',
    'exit $code',
  ];
  writeFileSync(scratch('bin/alsa-mmap'), wrapper.join('\n'), { mode: 0o755 });
  writeFileSync(scratch('one.wav'), '');
  expect(type('alsa-mmap record one.wav sim -d 2 -q').code).toBe(0);
  for (const name of ['two', 'take', 'loop', 'album']) {
    copyFileSync(scratch('one.wav'), scratch(`${name}.wav`));
  }
  writeFileSync(scratch('take.pcm'), Buffer.alloc(48_000 * 6));
  copyFileSync(join(ROOT, 'test/corpus/why/A-stopped-by-a-signal.txt'), scratch('trace.txt'));
  expect(type('alsa-mmap top --record day.jsonl').code).toBe(INT);
});

it('the manual has examples', () => {
  expect(EXAMPLES.length).toBeGreaterThanOrEqual(39);
});

it.each(EXAMPLES)('%s', (line) => {
  const { code, stderr } = type(line);
  const needsMore = NOT_ON_SIM.test(line) && !line.includes('--from');
  const expected = needsMore ? [NO_DEVICE, INT] : [0, INT];
  expect(expected, `exit code ${code}: ${stderr}`).toContain(code);
});
