import { OUTPUT_OPTIONS, type OutputValues } from './options/common.js';
import { optionName } from './options/spec.js';

const FLAGS = Object.entries(OUTPUT_OPTIONS).map(([key, option]) => ({
  key,
  name: `--${optionName(key, option)}`,
  letter: 'short' in option ? option.short : undefined,
}));

interface SplitWords {
  /** Output flags before the command. */
  readonly flags: readonly string[];
  /** The command, or the first word that is no output flag. */
  readonly name: string | undefined;
  readonly rest: readonly string[];
}

/** Separates the output flags in front of the command from the command and its words. */
export function splitGlobalFlags(words: readonly string[]): SplitWords {
  const first = words.findIndex((word) => flagKeys(word) === undefined);
  const count = first < 0 ? words.length : first;
  return { flags: words.slice(0, count), name: words[count], rest: words.slice(count + 1) };
}

/**
 * Output flags among all words: they apply to a usage error as well, which has no parsed values.
 */
export function globalFlags(words: readonly string[]): OutputValues {
  const end = words.indexOf('--');
  const given = new Set(
    (end < 0 ? words : words.slice(0, end)).flatMap((word) => flagKeys(word) ?? []),
  );
  return {
    json: given.has('json'),
    quiet: given.has('quiet'),
    verbose: given.has('verbose'),
    noColor: given.has('noColor'),
  };
}

/** Keys of the flags in a word such as `--json` or `-qv`; undefined if it has anything else. */
function flagKeys(word: string): readonly string[] | undefined {
  const long = FLAGS.find(({ name }) => name === word);
  if (long !== undefined) return [long.key];
  if (!/^-[a-z]+$/.test(word)) return undefined;
  const keys = [...word.slice(1)].map((each) => FLAGS.find(({ letter }) => letter === each)?.key);
  const known = keys.filter((key) => key !== undefined);
  return known.length === keys.length ? known : undefined;
}
