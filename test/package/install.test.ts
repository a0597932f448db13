import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { NEUTRAL, ROOT, scratchDirectory } from '../cli/program.js';

const scratch = scratchDirectory();
const MAX_BYTES = 1_000_000;

let tarball = '';
let manifest: Record<string, unknown> = {};

/** Environment with no command but node and those of a minimal system. */
function bareEnvironment(): Record<string, string | undefined> {
  return { ...process.env, ...NEUTRAL, PATH: scratch('path'), HOME: scratch('home') };
}

/** Runs the installed program. */
function installed(words: readonly string[]) {
  const program = scratch('prefix/bin/alsa-mmap');
  return spawnSync(program, words, { encoding: 'utf8', env: bareEnvironment() });
}

beforeAll(() => {
  for (const folder of ['path', 'home', 'prefix']) mkdirSync(scratch(folder));
  symlinkSync(process.execPath, scratch('path/node'));
  symlinkSync('/bin/sh', scratch('path/sh'));
  const pack = ['pack', '--silent', '--ignore-scripts', '--pack-destination', scratch('.')];
  tarball = join(scratch('.'), execFileSync('npm', pack, { cwd: ROOT, encoding: 'utf8' }).trim());
  const npm = execFileSync('sh', ['-c', 'readlink -f "$(command -v npm)"'], { encoding: 'utf8' });
  const install = ['install', '--global', '--offline', '--prefix', scratch('prefix'), tarball];
  execFileSync(process.execPath, [npm.trim(), ...install], { env: bareEnvironment() });
  const folder = scratch('prefix/lib/node_modules/alsa-mmap');
  manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
});

describe('the package, installed without a compiler and without the registry', () => {
  it('is small, and needs no other package and no script', () => {
    expect(statSync(tarball).size).toBeLessThan(MAX_BYTES);
    expect(manifest).not.toHaveProperty('dependencies');
    expect(Object.keys(manifest['scripts'] as object)).not.toContain('install');
    expect(manifest['gypfile']).toBe(false);
  });

  it('has the licences of the bundled packages', () => {
    const file = scratch('prefix/lib/node_modules/alsa-mmap/dist/LICENSES.txt');
    const text = readFileSync(file, 'utf8');
    for (const name of ['chalk', 'cli-table3', 'node-addon-api', 'yargs-parser']) {
      expect(text).toMatch(new RegExp(`^${name} \\d.* \\(`, 'm'));
    }
  });

  it('starts by its name, and shows the simulated card', () => {
    expect(installed(['--version']).stdout).toBe(`${manifest['version']}\n`);
    expect(installed(['status', 'sim'])).toMatchObject({ status: 0, stderr: '' });
    expect(installed(['list'])).toMatchObject({ status: 0, stderr: '' });
  });

  it('records and measures', () => {
    const file = scratch('take.wav');
    expect(installed(['record', file, 'sim', '-d', '0.2', '-q'])).toMatchObject({ status: 0 });
    expect(statSync(file).size).toBeGreaterThan(9600 * 4);
    const bench = installed(['bench', 'clock', 'sim', '--warmup', '100ms', '-d', '0.5', '--json']);
    expect(bench.status).toBe(0);
    expect(JSON.parse(bench.stdout)).toMatchObject({ schema: expect.stringMatching(/bench/) });
  });

  it('puts its manuals where man looks', () => {
    const pages = readdirSync(scratch('prefix/share/man/man1'));
    const expected = (manifest['man'] as string[]).map((path) => path.replace('man/', ''));
    expect(pages.sort()).toEqual([...expected].sort());
    expect(existsSync(scratch('prefix/share/man/man1/alsa-mmap.1'))).toBe(true);
  });
});
