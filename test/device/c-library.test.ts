import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cLibrary } from '../../src/device/c-library.js';
import { inScratch } from '../native/addon.js';

it('this Node uses glibc', () => {
  expect(cLibrary()).toBe('glibc');
});

it('a program that cannot be read counts as one with glibc', () => {
  expect(cLibrary('/no/such/program')).toBe('glibc');
});

it.each([
  ['/lib64/ld-linux-x86-64.so.2', 'glibc'],
  ['/lib/ld-musl-x86_64.so.1', 'musl'],
  ['/lib/ld-musl-aarch64.so.1', 'musl'],
])('a program whose loader is %s uses %s', (loader, library) => {
  inScratch((folder) => {
    const source = join(folder, 'program.c');
    const program = join(folder, 'program');
    writeFileSync(source, 'void _start(void) {}');
    const words = ['-nostdlib', '-pie', `-Wl,--dynamic-linker=${loader}`, source, '-o', program];
    execFileSync('gcc', words);
    expect(cLibrary(program)).toBe(library);
  });
});
