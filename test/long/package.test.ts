/** The tarball that `npm pack` makes in a clean clone, by itself. */

import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { buildPrebuilds } from '../../scripts/build/prebuilds.js';
import { cacheDirectory } from '../../scripts/guest/cache.js';
import { ROOT, scratchDirectory } from '../cli/program.js';
import { testHardening, testWithGlibc } from '../native/hardening.js';
import { packTarball } from './tarball.js';

const scratch = scratchDirectory();
const ADDONS = ['x64-glibc', 'x64-musl', 'arm64-glibc', 'arm64-musl'].map((name) => ({
  name: `linux-${name}`,
  machine: name.startsWith('x64') ? 'X86-64' : 'AArch64',
}));
const MAX_BYTES = 1_000_000;
const installed = scratch('node_modules/alsa-mmap');
let tarball = '';

/** Uses every entry point with its types. */
const CONSUMER = `
import { AlsaMmapError, openCapture, type LossEvent } from 'alsa-mmap';
import { MmapCapture, Snapshot } from 'alsa-mmap/direct';
import { MidiInputPort } from 'alsa-mmap/midi';
import { ManualTime, openSimDevice } from 'alsa-mmap/sim';
import * as wav from 'alsa-mmap/wav';

const device = openSimDevice('sim', { direction: 'capture' }, new ManualTime());
const pointer: number = new MmapCapture(device).snapshot(new Snapshot()).hwPtr;
const capture = await openCapture('sim', { channels: 2 });
capture.on('xrun', ({ lostFrames }: LossEvent) => console.log(lostFrames, pointer));
for await (const { samples } of capture) console.log(samples[0]!.toFixed(2));
export const all = [AlsaMmapError, MidiInputPort, wav];
`;

beforeAll(async () => {
  execFileSync('git', ['clone', '--quiet', ROOT, scratch('clone')]);
  tarball = await packTarball(scratch('.'), scratch('clone'));
  execFileSync('tar', ['xzf', tarball], { cwd: scratch('.') });
  mkdirSync(scratch('node_modules/@types'), { recursive: true });
  renameSync(scratch('package'), installed);
  symlinkSync(join(ROOT, 'node_modules/@types/node'), scratch('node_modules/@types/node'));
}, 1_800_000);

it('is smaller than a megabyte', () => {
  expect(statSync(tarball).size).toBeLessThan(MAX_BYTES);
});

it('has an addon for each processor and C library', () => {
  expect(readdirSync(join(installed, 'prebuilds')).sort()).toEqual(
    ADDONS.map(({ name }) => name).sort(),
  );
});

it('has the same addons as a second build, in other folders', async () => {
  const cache = cacheDirectory();
  mkdirSync(scratch('cache'));
  for (const name of readdirSync(cache).filter((entry) => !entry.startsWith('addon-'))) {
    symlinkSync(join(cache, name), scratch(`cache/${name}`));
  }
  vi.stubEnv('ALSA_MMAP_CACHE', scratch('cache'));
  await buildPrebuilds(scratch('prebuilds'));
  for (const { name } of ADDONS) {
    const [first, second] = [join(installed, 'prebuilds'), scratch('prebuilds')].map((folder) =>
      readFileSync(join(folder, name, 'alsa_mmap.node')),
    );
    expect(first!.equals(second!), name).toBe(true);
  }
});

describe.each(ADDONS)('the addon $name', ({ name, machine }) => {
  const addon = join(installed, 'prebuilds', name, 'alsa_mmap.node');

  it('is for its processor', () => {
    const header = execFileSync('readelf', ['-h', addon], { encoding: 'utf8' });
    expect(header).toMatch(new RegExp(`Machine:.*${machine}`));
  });

  testHardening(addon);
  if (name.endsWith('glibc')) testWithGlibc(addon);
});

it.each([
  ['nodenext', 'nodenext'],
  ['bundler', 'esnext'],
])('has types for a program with module resolution %s', (moduleResolution, module) => {
  const folder = scratch(moduleResolution);
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'consumer.ts'), CONSUMER);
  const compilerOptions = {
    ...{ target: 'es2022', lib: ['es2022', 'esnext.disposable'], types: ['node'] },
    ...{ module, moduleResolution, strict: true, noEmit: true, skipLibCheck: false },
  };
  const settings = { compilerOptions, files: ['consumer.ts'] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(settings));
  execFileSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', folder]);
});

it.each([
  ['publint', ['publint@0.3', 'run', '--strict']],
  ['arethetypeswrong', ['@arethetypeswrong/cli@0.18', '--profile', 'esm-only', '--no-emoji']],
])('is clean for %s', (_, [spec = '', ...words]) => {
  execFileSync('npm', ['exec', '--yes', '--', spec, ...words, tarball], { encoding: 'utf8' });
});
