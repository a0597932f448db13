import { importTypeScript } from '../build/typescript.js';
import { choose, parseOptions, positiveNumber } from '../command-line.js';
import { totalsOf } from '../test/totals.js';
import { search } from './search.js';

/**
 * Searches for input that violates an invariant of a parser, guided by code coverage:
 * `npm test -- fuzz TARGET [--seconds N] [--seed N]`.
 *
 * Input that reaches new code is stored in test/corpus/TARGET, and each test run repeats it. Input
 * that violates an invariant is stored there too and ends the search with a failure; after the
 * fault is corrected it remains as a test.
 * @param {readonly string[]} args
 */
export async function runFuzz(args) {
  const { values, positionals } = parseOptions({
    args,
    allowPositionals: true,
    options: {
      seconds: { type: 'string', default: '60' },
      seed: { type: 'string', default: `${Date.now() % 2 ** 32}` },
    },
  });
  const seconds = positiveNumber('seconds', values.seconds);
  const seed = positiveNumber('seed', values.seed);
  /** @type {typeof import('../../test/fuzz/targets.js')} */
  const { TARGETS } = await importTypeScript('test/fuzz/targets.ts');
  const [name] = positionals;
  const target = choose('target', TARGETS, name);
  const passes = await search({ name: `${name}`, seconds, seed }, target);
  return [totalsOf(`fuzz ${name}`, passes ? { passed: 1 } : { failed: 1 })];
}
