import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const ADDON = fileURLToPath(new URL('../../build/Release/alsa_mmap.node', import.meta.url));
const readelf = (option: string) =>
  execFileSync('readelf', ['-W', option, ADDON], { encoding: 'utf8' });

it('resolves all symbols when it is loaded, and protects them against writes', () => {
  expect(readelf('--dynamic')).toMatch(/\(FLAGS\).*BIND_NOW/);
  expect(readelf('--program-headers')).toContain('GNU_RELRO');
});

it('checks its stack and its copies', () => {
  const symbols = readelf('--dyn-syms');
  expect(symbols).toContain('__stack_chk_fail');
  expect(symbols).toMatch(/__mem\w+_chk/);
});
