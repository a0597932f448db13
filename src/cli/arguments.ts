import parser from 'yargs-parser';
import { AlsaMmapError } from '../device/errors.js';
import type { CommandSpec, OptionSpec, Values } from './command.js';

/**
 * Reads a command's words by its own table. It is yargs' parser without the rest of yargs, which
 * is loaded for help and completion only: it takes longer to start than a status takes.
 * @throws USAGE, naming the option or the argument
 */
export function parseArguments(command: CommandSpec, words: readonly string[]): Values {
  const options = Object.entries(command.options);
  const valued = options.filter(([, option]) => option.value !== undefined).map(([name]) => name);
  const switches = options.filter(([, option]) => option.value === undefined).map(([name]) => name);
  const { argv, error } = parser.detailed([...words], {
    string: valued,
    boolean: switches,
    narg: Object.fromEntries(valued.map((name) => [name, 1])),
    alias: Object.fromEntries(
      options.flatMap(([name, { alias }]) => (alias === undefined ? [] : [[name, [alias]]])),
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
  if (error !== null) throw usage(command, missingValue(error, valued));
  const { _: positional, ...given } = argv;
  const values: Record<string, unknown> = placed(command, positional.map(String));
  for (const [name, value] of Object.entries(given)) {
    const option = command.options[name];
    const dashes = name.length === 1 ? '-' : '--';
    if (option === undefined) throw usage(command, `there is no option ${dashes}${name}`);
    if (Array.isArray(value)) throw usage(command, `--${name} is given more than once`);
    values[name] = option.value === undefined ? value : read(command, name, option, String(value));
  }
  return values;
}

function placed(command: CommandSpec, words: readonly string[]): Record<string, unknown> {
  const { positionals } = command;
  if (words.length > positionals.length) {
    throw usage(command, `"${words[positionals.length]}" is one argument too many`);
  }
  const missing = positionals.find(({ required }, place) => required && !words[place]);
  if (missing !== undefined) {
    throw usage(command, `${missing.name.toUpperCase()} is missing: ${missing.describe}`);
  }
  return Object.fromEntries(words.map((word, place) => [positionals[place]!.name, word]));
}

function read(command: CommandSpec, name: string, option: OptionSpec, text: string): unknown {
  const value = option.read === undefined ? text : option.read(text);
  if (value === undefined) throw usage(command, `--${name} takes ${option.takes}, not "${text}"`);
  return value;
}

function missingValue(error: Error, valued: readonly string[]): string {
  const name = valued.find((option) => error.message.endsWith(`: ${option}`));
  return name === undefined ? error.message : `--${name} takes a value`;
}

function usage(command: CommandSpec, problem: string): AlsaMmapError {
  return new AlsaMmapError('USAGE', `${problem}; see "alsa-mmap ${command.name} --help"`);
}
