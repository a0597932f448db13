import parser from 'yargs-parser';
import { didYouMean } from '../../device/closest-match.js';
import { AlsaMmapError } from '../../device/errors.js';
import {
  type Command,
  type CommandDefinition,
  type OptionTable,
  optionName,
  type Positional,
  type PositionalsOf,
  type PositionalTable,
  positionalName,
  type ValuesOf,
} from './spec.js';

/** The parts of a command that its words are parsed by. */
export type Syntax<P extends PositionalTable, O extends OptionTable> = Pick<
  CommandDefinition<P, O>,
  'name' | 'positionals' | 'options'
>;
type AnySyntax = Syntax<PositionalTable, OptionTable>;
type Option = OptionTable[string];
/** Key and declaration of each option, by its long name. */
type NamedOptions = ReadonlyMap<string, readonly [key: string, option: Option]>;

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
  const options: NamedOptions = new Map(
    Object.entries<Option>(syntax.options).map((entry) => [optionName(...entry), entry]),
  );
  const { argv, error } = parser.detailed(
    attachImpliedValues(options, spellTsv(syntax, words)),
    parserSettings(options),
  );
  if (error !== null) throw usageError(syntax, describeParserError(options, error));
  const { _: positionals, ...written } = argv;
  const given = new Map<string, unknown>();
  for (const [name, text] of Object.entries(written)) {
    const entry = options.get(name);
    if (entry === undefined) {
      throw unknownOptionError(syntax, name, [...options.keys(), 'help'], words);
    }
    if (Array.isArray(text)) throw usageError(syntax, `--${name} is given more than once`);
    const [key, option] = entry;
    given.set(key, parseValue(syntax, name, option, text));
  }
  checkCombinations(syntax, given);
  const values = {
    ...optionValues(syntax.options, given),
    ...positionalValues(syntax, positionals.map(String)),
  };
  // Both records are filled from the tables that the types are derived from.
  return { values: values as PositionalsOf<P> & ValuesOf<O>, given: new Set(given.keys()) };
}

function parserSettings(options: NamedOptions) {
  const names = [...options.keys()];
  const isFlag = (name: string) => options.get(name)![1].type === 'flag';
  return {
    string: names.filter((name) => !isFlag(name)),
    boolean: names.filter(isFlag),
    narg: Object.fromEntries(names.map((name) => [name, isFlag(name) ? 0 : 1])),
    alias: Object.fromEntries(
      [...options].map(([name, [, { short }]]) => [name, short === undefined ? [] : [short]]),
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

/** Replaces `--format tsv` by `--tsv`: a sample format may stand beside it. */
function spellTsv({ options }: AnySyntax, words: readonly string[]): readonly string[] {
  if (!('tsv' in options)) return words;
  const end = words.indexOf('--');
  const own = end < 0 ? words : words.slice(0, end);
  const isFormat = (word: string | undefined) => word === '--format' || word === '-f';
  const spelled = own.flatMap((word, index) => {
    if (word === '--format=tsv') return ['--tsv'];
    if (isFormat(word) && own[index + 1] === 'tsv') return ['--tsv'];
    return word === 'tsv' && isFormat(own[index - 1]) ? [] : [word];
  });
  return [...spelled, ...words.slice(own.length)];
}

/** Replaces `--realtime` by `--realtime=80`, so that it does not take the next word. */
function attachImpliedValues(options: NamedOptions, words: readonly string[]): string[] {
  const end = words.indexOf('--');
  return words.map((word, index) => {
    if (!word.startsWith('--') || (end >= 0 && index > end)) return word;
    const option = options.get(word.slice(2))?.[1];
    if (option === undefined || option.type === 'flag') return word;
    return option.impliedValue === undefined ? word : `${word}=${option.impliedValue}`;
  });
}

function parseValue(syntax: AnySyntax, name: string, option: Option, given: unknown): unknown {
  if (option.type === 'flag') return given;
  const text = String(given);
  const { type } = option;
  const value = type.parse(text);
  if (value !== undefined) return value;
  const hint = Array.isArray(type.completion) ? didYouMean(text, type.completion) : '';
  const problem = type.describeError?.(text) ?? `expected ${type.expected}, got "${text}"${hint}`;
  throw usageError(syntax, `--${name}: ${problem}`);
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
  const values = groupRepeated(Object.values(syntax.positionals), words);
  if (values.length > positionals.length) {
    throw usageError(syntax, `unexpected argument "${values[positionals.length]}"`);
  }
  return Object.fromEntries(
    positionals.map(([key, { required, summary }], index) => {
      const value = values[index];
      if (required && (value === undefined || value.length === 0)) {
        throw usageError(syntax, `missing argument ${positionalName(key)} (${summary})`);
      }
      if (value === '' || (Array.isArray(value) && value.includes(''))) {
        throw usageError(syntax, `argument ${positionalName(key)} is empty`);
      }
      return [key, value];
    }),
  );
}

/** Returns the words with those of a repeated positional in an array. */
function groupRepeated(
  positionals: readonly Positional[],
  words: readonly string[],
): readonly (string | readonly string[])[] {
  const start = positionals.findIndex(({ repeated }) => repeated);
  if (start < 0) return words;
  const last = words.at(-1) ?? '';
  const endsRepeated = words.length > start + 1 && positionals[start + 1]?.accepts?.(last);
  const end = endsRepeated ? words.length - 1 : words.length;
  return [...words.slice(0, start), words.slice(start, end), ...words.slice(end)];
}

/** yargs-parser puts the option as it was written at the end of its message. */
function describeParserError(options: NamedOptions, { message }: Error): string {
  const written = message.slice(message.lastIndexOf(': ') + 2);
  for (const [name, [, option]] of options) {
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
  const candidates = name.length > 1 ? known : [];
  const hint =
    oneDash === undefined ? didYouMean(name, candidates, '--') : ` (did you mean --${oneDash}?)`;
  const message = `unknown option ${written}${hint}${seeHelp(syntax)}`;
  return new UnknownOptionError(oneDash === undefined ? written : `--${oneDash}`, message);
}

function usageError(syntax: AnySyntax, problem: string): AlsaMmapError {
  return new AlsaMmapError('USAGE', `${problem}${seeHelp(syntax)}`);
}

function seeHelp({ name }: AnySyntax): string {
  return `; see "alsa-mmap ${name} --help"`;
}
