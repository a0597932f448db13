import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { ROOT, scratchDirectory } from '../cli/program.js';

const scratch = scratchDirectory();
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

/** `npm pack` as for a publication: it builds everything, the addon for arm64, too. */
beforeAll(() => {
  const pack = ['pack', '--silent', '--pack-destination', scratch('.')];
  const output = execFileSync('npm', pack, { cwd: ROOT, encoding: 'utf8' });
  tarball = join(scratch('.'), output.trim().split('\n').at(-1) ?? '');
  execFileSync('tar', ['xzf', tarball], { cwd: scratch('.') });
  mkdirSync(scratch('node_modules/@types'), { recursive: true });
  renameSync(scratch('package'), scratch('node_modules/alsa-mmap'));
  symlinkSync(join(ROOT, 'node_modules/@types/node'), scratch('node_modules/@types/node'));
});

it.each(['x64', 'arm64'])('has an addon for %s', (arch) => {
  const addon = scratch(`node_modules/alsa-mmap/prebuilds/linux-${arch}-glibc/alsa_mmap.node`);
  const machine = { x64: 'X86-64', arm64: 'AArch64' }[arch];
  const header = execFileSync('readelf', ['-h', addon], { encoding: 'utf8' });
  expect(header).toMatch(new RegExp(`Machine:.*${machine}`));
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
