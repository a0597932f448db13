/** Checks that the faults of `npm run test:mutants` still apply to the code. */

import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { MUTANTS, mutate } from './mutants.js';

const ROOT = new URL('../../', import.meta.url);

const textOf = (file: string) => readFileSync(new URL(file, ROOT), 'utf8');

describe('the mutants', () => {
  it.each(MUTANTS)('$name changes the code in one place', (mutant) => {
    const text = textOf(mutant.file);
    expect(mutate(mutant, text)).not.toBe(text);
  });

  it.each(MUTANTS)('$name names existing tests', ({ tests }) => {
    const missing = tests.filter(
      (test) => !existsSync(fileURLToPath(new URL(`test/${test}.test.ts`, ROOT))),
    );
    expect([tests.length > 0, missing]).toEqual([true, []]);
  });

  it('have unique names and describe their effect', () => {
    const names = MUTANTS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(MUTANTS.filter(({ breaks }) => !breaks.endsWith('.'))).toEqual([]);
  });

  it('throw if their text does not occur exactly once', () => {
    const mutant = { ...MUTANTS[0]!, from: 'const', to: 'let' };
    expect(() => mutate(mutant, 'nothing')).toThrow(/0 times/);
    expect(() => mutate(mutant, 'const const')).toThrow(/2 times/);
    expect(mutate(mutant, 'a const')).toBe('a let');
  });
});
