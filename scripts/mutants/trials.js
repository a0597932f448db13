import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mutate } from '../../test/mutants/mutants.js';
import { createCompiler, textOf } from './compiler.js';
import { runTests } from './test-run.js';

/** Time limits for the tests of one mutant and of all, many times what a busy machine takes. */
const LIMIT_MS = 240_000;
const ALL_LIMIT_MS = 900_000;
/** Time limit of a mutant that is known to hang. */
const HANG_MS = 30_000;

/** Message if the tests that should detect the mutants fail without a mutant; else undefined. */
export async function failsUnmutated(copy, mutants) {
  const tests = [...new Set(mutants.flatMap(({ tests }) => tests))].sort();
  const outcome = await runTests(copy, tests, ALL_LIMIT_MS);
  return outcome === 'passed' ? undefined : `without a mutant the tests have ${outcome}`;
}

/**
 * Tries mutants one after the other in each copy, and reports each result.
 * @param tell called with the mutant and what became of it: `killed`, or why it was not
 */
export async function tryMutants(copies, mutants, tell) {
  const compile = createCompiler();
  const left = [...mutants];
  await Promise.all(
    copies.map(async (copy) => {
      for (let mutant = left.shift(); mutant !== undefined; mutant = left.shift()) {
        tell(mutant, await outcomeOf(mutant, copy, compile));
      }
    }),
  );
}

async function outcomeOf(mutant, copy, compile) {
  const original = textOf(mutant.file);
  let mutated;
  try {
    mutated = mutate(mutant, original);
  } catch (error) {
    return error.message;
  }
  const complaint = compile(mutant.file, mutated);
  if (complaint !== undefined) return `does not compile: ${complaint}`;
  const path = join(copy, mutant.file);
  writeFileSync(path, mutated);
  const outcome = await runTests(copy, mutant.tests, mutant.hangs ? HANG_MS : LIMIT_MS);
  writeFileSync(path, original);
  const wanted = mutant.hangs ? ['failed', 'hung'] : ['failed'];
  if (wanted.includes(outcome)) return 'killed';
  return outcome === 'passed' ? 'SURVIVED' : `the tests have ${outcome}`;
}
