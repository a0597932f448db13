/**
 * The brief form of the tests, which `npm test` runs so that it ends within minutes. `npm test
 * long` and vitest itself run all cases.
 */

const IS_BRIEF = process.env['ALSA_MMAP_BRIEF'] === '1';

/** All cases, or the first ones in the brief form. */
export function briefly<Case>(cases: readonly Case[], limit = 2): readonly Case[] {
  return IS_BRIEF ? cases.slice(0, limit) : cases;
}

/** Number of repetitions in the brief form and otherwise. */
export function repetitions(brief: number, whole: number): number {
  return IS_BRIEF ? brief : whole;
}
