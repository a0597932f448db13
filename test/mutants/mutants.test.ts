/** Checks that the faults of `npm test mutants` still fit the code, without running them. */

import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { MUTANTS, mutate } from './mutants.js';

const ROOT = new URL('../../', import.meta.url);

const readSource = (file: string) => readFileSync(new URL(file, ROOT), 'utf8');

describe('MUTANTS', () => {
  it.each(MUTANTS)('$name changes the current code in exactly one position', (mutant) => {
    const text = readSource(mutant.file);
    expect(mutate(mutant, text)).not.toBe(text);
  });

  it.each(MUTANTS)('$name names test files that exist', ({ tests }) => {
    const missing = tests.filter(
      (test) => !existsSync(fileURLToPath(new URL(`test/${test}.test.ts`, ROOT))),
    );
    expect([tests.length > 0, missing]).toEqual([true, []]);
  });

  it('have unique names and describe the consequence in a sentence', () => {
    const names = MUTANTS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(MUTANTS.filter(({ breaks }) => !breaks.endsWith('.'))).toEqual([]);
  });
});

describe('mutate', () => {
  const mutant = { ...MUTANTS[0]!, in: undefined, from: 'const', to: 'let' };

  it('rejects a mutant that does not fit the file exactly once', () => {
    expect(() => mutate(mutant, 'nothing')).toThrow(/0 times/);
    expect(() => mutate(mutant, 'const const')).toThrow(/2 times/);
    expect(mutate(mutant, 'a const')).toBe('a let');
  });

  it('changes only the named function', () => {
    const text =
      'export function a(\n  x: X,\n): Y {\n  const y;\n}\n\n' +
      'class C {\n  #b(): Z {\n    const z;\n  }\n}\n';
    expect(mutate({ ...mutant, in: 'a' }, text)).toBe(text.replace('const y', 'let y'));
    expect(mutate({ ...mutant, in: '#b' }, text)).toBe(text.replace('const z', 'let z'));
    expect(() => mutate({ ...mutant, in: 'c' }, text)).toThrow(/0 times/);
  });
});
