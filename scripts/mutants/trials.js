import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mutate } from '../../test/mutants/mutants.js';
import { createCompiler, textOf } from './compiler.js';
import { runTests } from './test-run.js';

/** Time limits for the tests of one mutant and of all, many times the usual duration. */
const LIMIT_MS = 240_000;
const ALL_LIMIT_MS = 900_000;
/** Time limit of a mutant that is known to hang. */
const HANG_MS = 30_000;

/** @typedef {import('../../test/mutants/mutants.js').Mutant} Mutant */

/**
 * Message if the tests that should detect the mutants fail without a mutant; else undefined.
 * @param {string} copy
 * @param {readonly Mutant[]} mutants
 */
export async function failsUnmutated(copy, mutants) {
  const tests = [...new Set(mutants.flatMap(({ tests }) => tests))].sort();
  const outcome = await runTests(copy, tests, ALL_LIMIT_MS);
  return outcome === 'passed' ? undefined : `the tests must pass without a mutant; they ${outcome}`;
}

/**
 * Tries mutants one after the other in each copy, and reports each result.
 * @param {readonly string[]} copies
 * @param {readonly Mutant[]} mutants
 * @param {(mutant: Mutant, outcome: string) => void} report called with `killed`, or the reason
 *   why the mutant was not
 */
export async function tryMutants(copies, mutants, report) {
  const compile = createCompiler();
  const queue = [...mutants];
  await Promise.all(
    copies.map(async (copy) => {
      for (let mutant = queue.shift(); mutant !== undefined; mutant = queue.shift()) {
        report(mutant, await outcomeOf(mutant, copy, compile));
      }
    }),
  );
}

/**
 * @param {Mutant} mutant
 * @param {string} copy
 * @param {ReturnType<typeof createCompiler>} compile
 */
async function outcomeOf(mutant, copy, compile) {
  const original = textOf(mutant.file);
  /** @type {string} */
  let mutated;
  try {
    mutated = mutate(mutant, original);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const compileError = compile(mutant.file, mutated);
  if (compileError !== undefined) return `does not compile: ${compileError}`;
  const path = join(copy, mutant.file);
  writeFileSync(path, mutated);
  const outcome = await runTests(copy, mutant.tests, mutant.hangs ? HANG_MS : LIMIT_MS);
  writeFileSync(path, original);
  const expected = mutant.hangs ? ['failed', 'hung'] : ['failed'];
  if (expected.includes(outcome)) return 'killed';
  return outcome === 'passed' ? 'SURVIVED' : `the tests ${outcome}`;
}
