import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';

/** Versions of Debian 11 and Ubuntu 20.04, the older one of each library. */
const LIMITS = { GLIBC: [2, 31], GLIBCXX: [3, 4, 28], CXXABI: [1, 3, 12] };

const readelf = (addon: string, option: string) =>
  execFileSync('readelf', ['-W', option, addon], { encoding: 'utf8' });

/** Defines the tests of any addon's file. */
export function testHardening(addon: string): void {
  it('resolves all symbols when it is loaded, and protects them against writes', () => {
    expect(readelf(addon, '--dynamic')).toMatch(/\(FLAGS\).*BIND_NOW/);
    expect(readelf(addon, '--program-headers')).toContain('GNU_RELRO');
  });

  it('has no memory that is writable and executable, and no executable stack', () => {
    const segments = [
      ...readelf(addon, '--program-headers').matchAll(/^ {2}(\w+) +0x.* ([R ][W ][E ]) /gm),
    ];
    const flagsOf = (type: string) => segments.filter(([, name]) => name === type).map((m) => m[2]);
    expect(flagsOf('GNU_STACK')).toEqual(['RW ']);
    expect(flagsOf('LOAD')).toContain('R E');
    expect(flagsOf('LOAD').filter((flags) => /WE$/.test(flags ?? ''))).toEqual([]);
  });

  it('exports only what Node looks up', () => {
    const symbols = readelf(addon, '--dyn-syms').matchAll(
      /(GLOBAL|WEAK|UNIQUE) +\w+ +\d+ (\S+)$/gm,
    );
    expect([...symbols].map(([, , name]) => name).sort()).toEqual([
      'napi_register_module_v1',
      'node_api_module_get_api_version_v1',
    ]);
  });
}

/** Defines the tests of an addon's file for glibc. */
export function testWithGlibc(addon: string): void {
  it('checks its stack and its copies', () => {
    const symbols = readelf(addon, '--dyn-syms');
    expect(symbols).toContain('__stack_chk_fail');
    expect(symbols).toMatch(/__mem\w+_chk/);
  });

  it('loads on Debian 11 and Ubuntu 20.04', () => {
    const needed = readelf(addon, '--version-info').matchAll(/Name: (\w+)_([\d.]+) +Flags/g);
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
}

function compare(a: readonly number[], b: readonly number[]): number {
  const index = a.findIndex((part, at) => part !== (b[at] ?? 0));
  return index < 0 ? 0 : Math.sign(a[index]! - (b[index] ?? 0));
}
