/** The package in an empty Debian with Node and npm: no compiler, no headers, no libasound. */

import { copyFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { scratchDirectory } from '../cli/program.js';
import { codeBlocksOf, pageText } from '../docs/page-examples.js';
import { makeDebianRoot, typeInRoot } from './debian-root.js';
import { packTarball } from './tarball.js';

const scratch = scratchDirectory();
const root = scratch('root');
const inRoot = (line: string) => typeInRoot(root, line);
/** A minute from the installation to the first useful line; the aim of the package. */
const FIRST_SCREEN_LIMIT_MS = 60_000;

beforeAll(async () => {
  const tarball = await packTarball(scratch('.'));
  await makeDebianRoot(root, 'trixie', ['nodejs', 'npm', 'man-db']);
  copyFileSync(tarball, join(root, 'root', basename(tarball)));
}, 900_000);

it('has neither a compiler nor libasound', async () => {
  const tools = 'for tool in cc gcc g++ make; do command -v $tool || true; done';
  const libraries = 'find / -xdev -name "libasound*" -o -xdev -name asoundlib.h';
  const { stdout } = await inRoot(`${tools}; ${libraries}`);
  expect(stdout).toBe('');
});

it('installs and shows the simulated card, as the first screen of the README says', async () => {
  const [firstScreen = ''] = codeBlocksOf(pageText('README.md'));
  expect(firstScreen).toContain('npm install -g');
  const begin = performance.now();
  const { stdout, stderr } = await inRoot(firstScreen);
  const ms = performance.now() - begin;
  console.log(`the first screen took ${(ms / 1000).toFixed(1)} s`);
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^added 1 package/m);
  expect(stdout).toMatch(/^ +hw_ptr +0 +frames/m);
  expect(ms).toBeLessThan(FIRST_SCREEN_LIMIT_MS);
});

it.each([
  ['alsa-mmap list --json', { schema: 'alsa-mmap.list/1' }],
  ['alsa-mmap status sim --start --json', { state: 'RUNNING' }],
  ['alsa-mmap bench clock sim -d 1 --json', { schema: 'alsa-mmap.bench/1' }],
])('runs %s', async (line, fields) => {
  const { stdout } = await inRoot(line);
  expect(JSON.parse(stdout)).toMatchObject(fields);
});

it('records a second', async () => {
  const { stdout } = await inRoot('alsa-mmap record take.wav sim -d 1 -q; stat -c %s take.wav');
  expect(Number(stdout)).toBeGreaterThanOrEqual(48_000 * 4);
});

it('shows its manual', async () => {
  const { stdout } = await inRoot('man alsa-mmap');
  expect(stdout).toContain('alsa-mmap command [FILE] [DEVICE] [options]');
});

it('names the package of libasound for a kernel device', async () => {
  const { stdout } = await inRoot('alsa-mmap status hw:0 2>&1 || echo "exit code $?"');
  expect(stdout).toMatch(/^alsa-mmap: .*install libasound2 \(Debian, Ubuntu\).*\nexit code 1\n$/);
});
