import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ROOT, scratchDirectory } from '../cli/program.js';

const scratch = scratchDirectory();
const { exports } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const SUBPATHS = Object.keys(exports).filter((path) => path !== './package.json');
const nameOf = (subpath: string) => subpath.replace(/^\./, 'alsa-mmap');

/** Values that each entry point exports. */
const VALUES: Record<string, number> = {
  '.': 17,
  './direct': 15,
  './wav': 3,
  './sim': 7,
  './midi': 1,
};

describe('the packed package', () => {
  beforeAll(() => {
    const pack = ['pack', '--silent', '--ignore-scripts', '--pack-destination', scratch('.')];
    const file = execFileSync('npm', pack, { cwd: ROOT, encoding: 'utf8' }).trim();
    execFileSync('tar', ['xzf', file], { cwd: scratch('.') });
    mkdirSync(scratch('node_modules'));
    renameSync(scratch('package'), scratch('node_modules/alsa-mmap'));
  });

  it('has the entry points that are documented', () => {
    expect(SUBPATHS).toEqual(Object.keys(VALUES));
  });

  it.each(SUBPATHS)('resolves %s with its values and types', (subpath) => {
    const program = `
      import * as all from '${nameOf(subpath)}';
      console.log(Object.keys(all).length);`;
    const words = ['--input-type=module', '-e', program];
    const stdout = execFileSync(process.execPath, words, { cwd: scratch('.'), encoding: 'utf8' });
    expect(Number(stdout)).toBe(VALUES[subpath]);
    const types = readFileSync(
      join(scratch('node_modules/alsa-mmap'), exports[subpath].types),
      'utf8',
    );
    expect(types).toContain('export');
  });

  it('has one AlsaMmapError for all entry points', () => {
    const program = `
      import { AlsaMmapError, openDevice } from 'alsa-mmap';
      import { MmapCapture } from 'alsa-mmap/direct';
      import { parseSimConfig } from 'alsa-mmap/sim';
      import { readWav } from 'alsa-mmap/wav';
      const device = await openDevice('sim', { direction: 'playback' });
      for (const call of [() => new MmapCapture(device), () => parseSimConfig('sim:X=1'),
        () => readWav('none.wav')]) {
        try { call(); } catch (error) { console.log(error instanceof AlsaMmapError, error.code); }
      }
      device.close();`;
    writeFileSync(scratch('errors.mjs'), program);
    const stdout = execFileSync(process.execPath, [scratch('errors.mjs')], { encoding: 'utf8' });
    expect(stdout).toBe('true RANGE\ntrue USAGE\ntrue NO_DEVICE\n');
  });
});
