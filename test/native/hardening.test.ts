import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const path = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const ADDON = path('build/Release/alsa_mmap.node');
/** Addons of the package, if they were built here (`npm pack`). */
const PREBUILDS = ['x64', 'arm64']
  .map((arch) => path(`prebuilds/linux-${arch}-glibc/alsa_mmap.node`))
  .filter((file) => existsSync(file));
const readelf = (option: string, file = ADDON) =>
  execFileSync('readelf', ['-W', option, file], { encoding: 'utf8' });

it('resolves all symbols when it is loaded, and protects them against writes', () => {
  expect(readelf('--dynamic')).toMatch(/\(FLAGS\).*BIND_NOW/);
  expect(readelf('--program-headers')).toContain('GNU_RELRO');
});

it('checks its stack and its copies', () => {
  const symbols = readelf('--dyn-syms');
  expect(symbols).toContain('__stack_chk_fail');
  expect(symbols).toMatch(/__mem\w+_chk/);
});

/** Versions of Debian 11 and Ubuntu 20.04, the older one of each library. */
const LIMITS = { GLIBC: [2, 31], GLIBCXX: [3, 4, 28], CXXABI: [1, 3, 12] };

it.each([ADDON, ...PREBUILDS])('%s loads on Debian 11 and Ubuntu 20.04', (file) => {
  const needed = readelf('--version-info', file).matchAll(/Name: (\w+)_([\d.]+) +Flags/g);
  const newest = new Map<string, number[]>();
  for (const [, library = '', text = ''] of needed) {
    const version = text.split('.').map(Number);
    const other = newest.get(library);
    if (other === undefined || compare(version, other) > 0) newest.set(library, version);
  }
  for (const [library, limit] of Object.entries(LIMITS)) {
    expect(compare(newest.get(library)!, limit), `${library} ${newest.get(library)}`).not.toBe(1);
  }
});

function compare(a: readonly number[], b: readonly number[]): number {
  const index = a.findIndex((part, at) => part !== (b[at] ?? 0));
  return index < 0 ? 0 : Math.sign(a[index]! - (b[index] ?? 0));
}
