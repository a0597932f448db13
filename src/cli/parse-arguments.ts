import parser from 'yargs-parser';
import { AlsaMmapError } from '../device/errors.js';
import type { CommandSpec, OptionSpec, OptionValues } from './command.js';
import { closestMatch } from './stream/closest-match.js';

/**
 * Reads a command's words by its own table. It is yargs' parser without the rest of yargs, which
 * is loaded for help only: it takes longer to start than a status takes.
 * @throws USAGE, naming the option or the argument
 */
export function parseArguments(command: CommandSpec, words: readonly string[]): OptionValues {
  const options = Object.entries(command.options);
  const valued = options
    .filter(([, option]) => option.placeholder !== undefined)
    .map(([name]) => name);
  const switches = options
    .filter(([, option]) => option.placeholder === undefined)
    .map(([name]) => name);
  const { argv, error } = parser.detailed(attachImpliedValues(command, words), {
    string: valued,
    boolean: switches,
    narg: Object.fromEntries(options.map(([name, { placeholder }]) => [name, placeholder ? 1 : 0])),
    alias: Object.fromEntries(
      options.flatMap(([name, { short }]) => (short === undefined ? [] : [[name, [short]]])),
    ),
    configuration: {
      'boolean-negation': false,
      'camel-case-expansion': false,
      'dot-notation': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'strip-aliased': true,
    },
  });
  if (error !== null) throw usageError(command, describeParserError(command, error));
  const { _: positional, ...given } = argv;
  const values: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    const option = Object.hasOwn(command.options, name) ? command.options[name] : undefined;
    if (option === undefined)
      throw usageError(command, describeUnknownOption(command, name, words));
    if (Array.isArray(value)) throw usageError(command, `--${name} is given more than once`);
    values[name] =
      option.placeholder === undefined ? value : parseValue(command, name, option, String(value));
  }
  return { ...values, ...readPositionals(command, positional.map(String)) };
}

/** Writes out the values that need not be written. */
function attachImpliedValues({ options }: CommandSpec, words: readonly string[]): string[] {
  const end = words.indexOf('--');
  return words.map((word, place) => {
    const name = word.slice(2);
    const implied =
      word.startsWith('--') && Object.hasOwn(options, name)
        ? options[name]!.impliedValue
        : undefined;
    return implied === undefined || (end >= 0 && place > end) ? word : `${word}=${implied}`;
  });
}

function readPositionals(command: CommandSpec, words: readonly string[]): Record<string, unknown> {
  const { positionals } = command;
  if (words.length > positionals.length) {
    throw usageError(command, `"${words[positionals.length]}" is one argument too many`);
  }
  const missing = positionals.find(({ required }, place) => required && !words[place]);
  if (missing !== undefined) {
    throw usageError(command, `${missing.name} is missing: ${missing.summary}`);
  }
  const empty = positionals.find((_, place) => words[place] === '');
  if (empty !== undefined) throw usageError(command, `${empty.name} is empty`);
  return Object.fromEntries(words.map((word, place) => [positionals[place]!.name, word]));
}

function parseValue(command: CommandSpec, name: string, option: OptionSpec, text: string): unknown {
  const value = option.parse === undefined ? text : option.parse(text);
  if (value === undefined)
    throw usageError(command, `--${name} takes ${option.expects}, not "${text}"`);
  return value;
}

/** The parser names the option as it was written, at the end of its message. */
function describeParserError({ options }: CommandSpec, { message }: Error): string {
  const written = message.slice(message.lastIndexOf(': ') + 2);
  const found = Object.entries(options).find(
    ([name, { short }]) => name === written || short === written,
  );
  if (found === undefined) return message;
  const [name, { expects }] = found;
  return expects === undefined ? `--${name} takes no value` : `--${name} needs a value: ${expects}`;
}

function describeUnknownOption(
  { options }: CommandSpec,
  name: string,
  words: readonly string[],
): string {
  const long = Object.keys(options);
  // -level is read as five switches.
  const oneDash = long.find((option) => option.length > 1 && words.includes(`-${option}`));
  const meant = oneDash ?? (name.length > 1 ? closestMatch(name, long) : undefined);
  const hint = meant === undefined ? '' : ` (did you mean --${meant}?)`;
  return `there is no option ${name.length === 1 ? '-' : '--'}${name}${hint}`;
}

function usageError(command: CommandSpec, problem: string): AlsaMmapError {
  return new AlsaMmapError('USAGE', `${problem}; see "alsa-mmap ${command.name} --help"`);
}
