/**
 * The addons for musl, without a Node for musl, which neither Debian nor npm has: the symbols that
 * they need are those of musl, of Node and of alsa-lib.
 */

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ADDON } from '../../scripts/build/addon.js';
import { crossCompileAddon } from '../../scripts/build/cross-addon.js';
import { muslToolchain } from '../../scripts/build/toolchains.js';
import { download, releaseApt } from '../../scripts/guest/apt.js';
import { ARCHITECTURES } from '../../scripts/guest/architectures.js';
import { prepareTree } from '../../scripts/guest/tree.js';
import { scratchDirectory } from '../cli/program.js';

const scratch = scratchDirectory();
const log = console.error;
/** Has musl 1.2.3; every Alpine with Node 20 has a newer one. */
const RELEASE = 'bookworm';
const OTHERS = /^(napi|node_api|snd)_/;

const readelf = (option: string, file: string) =>
  execFileSync('readelf', ['-W', option, file], { encoding: 'utf8' });

/** Dynamic symbols of a file that are defined in it, or else those that it needs. */
function symbolsOf(file: string, isDefined: boolean): string[] {
  const lines = readelf('--dyn-syms', file).matchAll(/(GLOBAL|WEAK) +\w+ +(UND|\d+) ([^\s@]+)/g);
  return [...lines].filter((line) => (line[2] !== 'UND') === isDefined).map((line) => line[3]!);
}

async function unpackMusl(arch: string): Promise<string> {
  const folder = scratch(`musl-${arch}`);
  const directory = join(folder, 'apt');
  mkdirSync(directory, { recursive: true });
  const apt = await releaseApt({ release: RELEASE, arch, directory, log });
  const file = await download(apt, 'musl', directory);
  execFileSync('dpkg', ['-x', join(directory, file), folder]);
  return folder;
}

describe.each([
  { arch: 'x64', debian: 'amd64', libc: 'lib/x86_64-linux-musl/libc.so' },
  { arch: 'arm64', debian: 'arm64', libc: 'lib/aarch64-linux-musl/libc.so' },
] as const)('the addon for musl on $arch', ({ arch, debian, libc }) => {
  let addon = '';
  let musl = '';

  beforeAll(async () => {
    const release = ARCHITECTURES['arm64']!.release!;
    const tree = arch === 'x64' ? '/' : await prepareTree({ arch, release, log });
    addon = join(await crossCompileAddon(await muslToolchain(arch, tree, log), log), ADDON);
    musl = join(await unpackMusl(debian), libc);
  }, 600_000);

  it('needs musl and alsa-lib, and no other library', () => {
    const libraries = [...readelf('--dynamic', addon).matchAll(/NEEDED.*\[(.*)\]/g)];
    expect(libraries.map((match) => match[1]).sort()).toEqual(['libasound.so.2', 'libc.so']);
  });

  it('finds each symbol in musl, if it is not of Node or of alsa-lib', () => {
    const needed = symbolsOf(addon, false);
    expect(needed).toContain('process_vm_readv');
    const exported = new Set(symbolsOf(musl, true));
    expect(needed.filter((name) => !exported.has(name) && !OTHERS.test(name))).toEqual([]);
  });

  it.runIf(arch === process.arch)('is relocated by the loader of musl', () => {
    const { stdout, stderr } = spawnSync(musl, ['--list', addon], { encoding: 'utf8' });
    expect(stdout).toMatch(/^\tlibc\.so => /m);
    const unresolved = stderr.matchAll(/: (\w+): symbol not found$/gm);
    expect(new Set(Array.from(unresolved, (match) => match[1]))).toEqual(
      new Set(symbolsOf(addon, false).filter((name) => OTHERS.test(name))),
    );
  });
});
