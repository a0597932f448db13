import parser from 'yargs-parser';
import { AlsaMmapError } from '../../device/errors.js';
import { closestMatch } from '../text/closest-match.js';
import {
  type Command,
  type CommandDefinition,
  type OptionTable,
  optionName,
  type PositionalsOf,
  type PositionalTable,
  positionalName,
  type ValuesOf,
} from './spec.js';

/** The parts of a command that its words are parsed by. */
export interface Syntax<P extends PositionalTable, O extends OptionTable> {
  readonly name: string;
  readonly positionals: P;
  readonly options: O;
}
type AnySyntax = Syntax<PositionalTable, OptionTable>;

export interface ParsedArguments<P extends PositionalTable, O extends OptionTable> {
  readonly values: PositionalsOf<P> & ValuesOf<O>;
  /** Keys of the options on the command line; defaults are not among them. */
  readonly given: ReadonlySet<string>;
}

/** Declares a command: `execute` parses the words and calls `run` with typed values. */
export function defineCommand<const P extends PositionalTable, const O extends OptionTable>(
  definition: CommandDefinition<P, O>,
): Command {
  return {
    ...definition,
    async execute(words) {
      const { values, given } = parseArguments(definition, words);
      return definition.run(values, given);
    },
  };
}

/** Thrown for an option that the command does not have; `option` is written with its dashes. */
export class UnknownOptionError extends AlsaMmapError {
  readonly option: string;

  constructor(option: string, message: string) {
    super('USAGE', message);
    this.option = option;
  }
}

/**
 * Parses the words after a command's name. Uses yargs-parser: the whole of yargs, which only the
 * help loads, takes longer to start than a status takes.
 * @throws USAGE, naming the option or the argument
 */
export function parseArguments<P extends PositionalTable, O extends OptionTable>(
  syntax: Syntax<P, O>,
  words: readonly string[],
): ParsedArguments<P, O> {
  const keys = new Map(
    Object.entries(syntax.options).map(([key, option]) => [optionName(key, option), key]),
  );
  const { argv, error } = parser.detailed(
    attachImpliedValues(syntax, keys, words),
    parserSettings(syntax, keys),
  );
  if (error !== null) throw usageError(syntax, describeParserError(syntax, keys, error));
  const { _: positionals, ...written } = argv;
  const given = new Map<string, unknown>();
  for (const [name, text] of Object.entries(written)) {
    const key = keys.get(name);
    if (key === undefined) throw unknownOptionError(syntax, name, [...keys.keys()], words);
    if (Array.isArray(text)) throw usageError(syntax, `--${name} is given more than once`);
    given.set(key, parseValue(syntax, name, syntax.options[key]!, text));
  }
  checkCombinations(syntax, given);
  const values = {
    ...optionValues(syntax.options, given),
    ...positionalValues(syntax, positionals.map(String)),
  };
  // Both records are filled from the tables that the types are derived from.
  return { values: values as PositionalsOf<P> & ValuesOf<O>, given: new Set(given.keys()) };
}

function parserSettings({ options }: AnySyntax, keys: ReadonlyMap<string, string>) {
  const names = [...keys.keys()];
  const isFlag = (name: string) => options[keys.get(name)!]!.type === 'flag';
  return {
    string: names.filter((name) => !isFlag(name)),
    boolean: names.filter(isFlag),
    narg: Object.fromEntries(names.map((name) => [name, isFlag(name) ? 0 : 1])),
    alias: Object.fromEntries(
      [...keys].flatMap(([name, key]) => {
        const { short } = options[key]!;
        return short === undefined ? [] : [[name, [short]]];
      }),
    ),
    configuration: {
      'boolean-negation': false,
      'camel-case-expansion': false,
      'dot-notation': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'strip-aliased': true,
    },
  };
}

/** Replaces `--realtime` by `--realtime=80`, so that it does not take the next word. */
function attachImpliedValues(
  { options }: AnySyntax,
  keys: ReadonlyMap<string, string>,
  words: readonly string[],
): string[] {
  const end = words.indexOf('--');
  return words.map((word, index) => {
    const key = word.startsWith('--') ? keys.get(word.slice(2)) : undefined;
    if (key === undefined || (end >= 0 && index > end)) return word;
    const option = options[key]!;
    if (option.type === 'flag' || option.impliedValue === undefined) return word;
    return `${word}=${option.impliedValue}`;
  });
}

function parseValue(
  syntax: AnySyntax,
  name: string,
  option: OptionTable[string],
  text: unknown,
): unknown {
  if (option.type === 'flag') return text;
  const value = option.type.parse(String(text));
  if (value === undefined) {
    throw usageError(syntax, `--${name}: expected ${option.type.expected}, got "${text}"`);
  }
  return value;
}

function checkCombinations(syntax: AnySyntax, given: ReadonlyMap<string, unknown>): void {
  const spell = (key: string) => `--${optionName(key, syntax.options[key] ?? {})}`;
  for (const key of given.keys()) {
    const { conflictsWith = [], requires } = syntax.options[key]!;
    const conflict = conflictsWith.find((other) => given.has(other));
    if (conflict !== undefined) {
      throw usageError(syntax, `${spell(key)} and ${spell(conflict)} cannot be combined`);
    }
    if (requires !== undefined && !given.has(requires)) {
      throw usageError(syntax, `${spell(key)} requires ${spell(requires)}`);
    }
  }
}

function optionValues(
  options: OptionTable,
  given: ReadonlyMap<string, unknown>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(options).map(([key, option]) => {
      if (given.has(key)) return [key, given.get(key)];
      return [key, option.type === 'flag' ? false : option.default];
    }),
  );
}

function positionalValues(syntax: AnySyntax, words: readonly string[]): Record<string, unknown> {
  const positionals = Object.entries(syntax.positionals);
  if (words.length > positionals.length) {
    throw usageError(syntax, `unexpected argument "${words[positionals.length]}"`);
  }
  return Object.fromEntries(
    positionals.map(([key, { required, summary }], index) => {
      const word = words[index];
      if (required && !word) {
        throw usageError(syntax, `missing argument ${positionalName(key)} (${summary})`);
      }
      if (word === '') throw usageError(syntax, `argument ${positionalName(key)} is empty`);
      return [key, word];
    }),
  );
}

/** yargs-parser puts the option as it was written at the end of its message. */
function describeParserError(
  { options }: AnySyntax,
  keys: ReadonlyMap<string, string>,
  { message }: Error,
): string {
  const written = message.slice(message.lastIndexOf(': ') + 2);
  for (const [name, key] of keys) {
    const option = options[key]!;
    if (name !== written && option.short !== written) continue;
    if (option.type === 'flag') return `--${name} takes no value`;
    return `--${name}: expected ${option.type.expected}, got no value`;
  }
  return message;
}

function unknownOptionError(
  syntax: AnySyntax,
  name: string,
  known: readonly string[],
  words: readonly string[],
): UnknownOptionError {
  const written = `${name.length === 1 ? '-' : '--'}${name}`;
  // -level is parsed as five short options.
  const oneDash = known.find((option) => option.length > 1 && words.includes(`-${option}`));
  const meant = oneDash ?? (name.length > 1 ? closestMatch(name, known) : undefined);
  const hint = meant === undefined ? '' : ` (did you mean --${meant}?)`;
  const message = `unknown option ${written}${hint}${seeHelp(syntax)}`;
  return new UnknownOptionError(oneDash === undefined ? written : `--${oneDash}`, message);
}

function usageError(syntax: AnySyntax, problem: string): AlsaMmapError {
  return new AlsaMmapError('USAGE', `${problem}${seeHelp(syntax)}`);
}

function seeHelp({ name }: AnySyntax): string {
  return `; see "alsa-mmap ${name} --help"`;
}
