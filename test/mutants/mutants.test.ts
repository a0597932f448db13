/** The faults of `npm run test:mutants`: here it is only seen that they still fit the code. */

import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { MUTANTS, mutate } from './mutants.js';

const ROOT = new URL('../../', import.meta.url);

const textOf = (file: string) => readFileSync(new URL(file, ROOT), 'utf8');

describe('the mutants', () => {
  it.each(MUTANTS)('$name changes the code as it is, at one place', (mutant) => {
    const text = textOf(mutant.file);
    expect(mutate(mutant, text)).not.toBe(text);
  });

  it.each(MUTANTS)('$name names tests that are there', ({ tests }) => {
    const missing = tests.filter(
      (test) => !existsSync(fileURLToPath(new URL(`test/${test}.test.ts`, ROOT))),
    );
    expect([tests.length > 0, missing]).toEqual([true, []]);
  });

  it('have names of their own, and say what goes wrong', () => {
    const names = MUTANTS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(MUTANTS.filter(({ breaks }) => !breaks.endsWith('.'))).toEqual([]);
  });

  it('that no longer fit are found', () => {
    const mutant = { ...MUTANTS[0]!, from: 'const', to: 'let' };
    expect(() => mutate(mutant, 'nothing')).toThrow(/0 times/);
    expect(() => mutate(mutant, 'const const')).toThrow(/2 times/);
    expect(mutate(mutant, 'a const')).toBe('a let');
  });
});
