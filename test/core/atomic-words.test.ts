/**
 * Proof that a word of memory is read and written in one access: the compiled code is executed
 * instruction by instruction, and the word is looked at, or changed, after each.
 */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';
import { afterAll, beforeAll, expect, it } from 'vitest';

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const VALUES = ['0015555555555555', '000aaaaaaaaaaaaa'];
const STEP = 2n ** 31n - 1n;

const folder = mkdtempSync(join(tmpdir(), 'alsa-mmap-words-'));
const stepper = join(folder, 'single-step');
const module = join(folder, 'pointer-word.mjs');
const page = join(folder, 'page');

beforeAll(async () => {
  execFileSync('cc', ['-O1', '-o', stepper, here('single-step.c')]);
  await build({ input: here('../../src/core/pointer-word.ts'), output: { file: module } });
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Lines that the stepper prints while an operation is repeated. */
function stepThrough(watch: 'read' | 'write', work: 'store' | 'add' | 'load'): readonly string[] {
  writeFileSync(page, '');
  truncateSync(page, 4096);
  const script = [here('words-at-work.js'), work, page, module];
  const words = [watch, page, process.execPath, '--allow-natives-syntax', ...script];
  return execFileSync(stepper, words, { encoding: 'utf8' }).trim().split('\n');
}

it('a store changes both halves of a word in one instruction', () => {
  const seen = stepThrough('read', 'store');
  expect(new Set(seen)).toEqual(new Set(VALUES));
  expect(seen.length).toBeGreaterThan(190);
});

it('an addition changes both halves of a word in one instruction', () => {
  const seen = stepThrough('read', 'add').map((word) => BigInt(`0x${word}`));
  expect(seen).toEqual(seen.map((_, index) => STEP * BigInt(index + 1)));
  expect(seen.length).toBeGreaterThan(190);
});

it('a load sees the word of one moment, though it changes between any two instructions', () => {
  const [loads, torn] = stepThrough('write', 'load')[0]!.split(' ').map(Number);
  expect(torn).toBe(0);
  expect(loads).toBeGreaterThan(190);
});
