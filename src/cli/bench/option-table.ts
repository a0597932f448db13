import type { OptionSpec, OptionValues } from '../command.js';
import { integerBetween, numberBetween } from '../options.js';
import { integerList, sizeList } from '../text/number-list.js';

/** Parses one value. `expected` completes the error "expected ..., got ...". */
export interface ValueType<T> {
  readonly placeholder: string;
  readonly expected: string;
  parse(text: string): T | undefined;
}

interface OptionText {
  readonly group: string;
  readonly short?: string;
  /** Experiments that read it, if there are several. */
  readonly experiments?: readonly string[];
  readonly summary: string;
  /** Keys of options that cannot be given at the same time. */
  readonly conflictsWith?: readonly string[];
  /** Key of an option that must be given, too. */
  readonly requires?: string;
}

export interface FlagOption extends OptionText {
  readonly type: 'flag';
}

export interface ValueOption<T> extends OptionText {
  readonly type: ValueType<T>;
  /** Shown by --help. */
  readonly defaultText?: string;
}

/** Options by property name: `maxPpm` is spelled `--max-ppm`. */
// biome-ignore lint/suspicious/noExplicitAny: a value may be of any type
export type OptionTable = Readonly<Record<string, FlagOption | ValueOption<any>>>;

type ValueOf<Option> = Option extends { readonly type: 'flag' }
  ? boolean
  : Option extends { readonly type: ValueType<infer T> }
    ? T | undefined
    : never;

export type ValuesOf<Options extends OptionTable> = {
  readonly [Key in keyof Options]: ValueOf<Options[Key]>;
};

export function defineOptions<const Options extends OptionTable>(options: Options): Options {
  return options;
}

/** Returns the spelling of an option without dashes: `maxPpm` gives `max-ppm`. */
export function optionName(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Converts a table into what the parser of the command line takes. */
export function optionSpecs(options: OptionTable): Record<string, OptionSpec> {
  return Object.fromEntries(
    Object.entries(options).map(([key, option]) => [optionName(key), optionSpec(option)]),
  );
}

function optionSpec(option: OptionTable[string]): OptionSpec {
  const { short, group, summary } = option;
  const experiment = /^Experiment: (.*)$/.exec(group)?.[1];
  const prefix = option.experiments?.join(', ') ?? experiment;
  const text = prefix === undefined ? summary : `${prefix}: ${summary}`;
  const names = short === undefined ? {} : { short };
  if (option.type === 'flag') return { ...names, summary: text };
  const { placeholder, expected, parse } = option.type;
  const ending = option.defaultText === undefined ? '' : ` (default: ${option.defaultText})`;
  return { ...names, placeholder, expects: expected, parse, summary: `${text}${ending}` };
}

/** Reads the values of a table from the parsed command line. Flags are false if absent. */
export function readValues<Options extends OptionTable>(
  options: Options,
  parsed: OptionValues,
): ValuesOf<Options> {
  const values = Object.entries(options).map(([key, { type }]) => {
    const value = parsed[optionName(key)];
    return [key, type === 'flag' ? value === true : value];
  });
  return Object.fromEntries(values) as ValuesOf<Options>;
}

export function number(
  min: number,
  max: number,
  placeholder: string,
  unit?: string,
): ValueType<number> {
  const expected = `a number from ${min} to ${max}${unit === undefined ? '' : ` (${unit})`}`;
  return { placeholder, expected, parse: numberBetween(min, max) };
}

export function integer(
  min: number,
  max: number,
  placeholder: string,
  unit?: string,
): ValueType<number> {
  const expected = `an integer from ${min} to ${max}${unit === undefined ? '' : ` (${unit})`}`;
  return { placeholder, expected, parse: integerBetween(min, max) };
}

export function integers(min: number, max: number, placeholder: string) {
  const expected = `a list of integers from ${min} to ${max}, such as 2,3,4`;
  return { placeholder, expected, parse: integerList(min, max) };
}

export function sizes(min: number, max: number, placeholder: string) {
  const expected = 'frames, as FROM:TO (doubling) or as a list such as 48,64,96';
  return { placeholder, expected, parse: sizeList(min, max) };
}

export function path(placeholder = 'FILE'): ValueType<string> {
  return { placeholder, expected: 'a path', parse: (text) => text || undefined };
}

/** A time in seconds, with an optional unit; `max` is inclusive, `min` is exclusive above 0. */
export function duration(minSeconds: number, maxSeconds: number): ValueType<number> {
  return {
    placeholder: 'TIME',
    expected: `a time from ${minSeconds} to ${maxSeconds} s, such as 5, 500ms or 200us`,
    parse: (text) => {
      const seconds = parseSeconds(text);
      const inRange = seconds !== undefined && seconds >= minSeconds && seconds <= maxSeconds;
      return inRange ? seconds : undefined;
    },
  };
}

/** The same, in ns. */
export function durationNs(minSeconds: number, maxSeconds: number): ValueType<number> {
  const type = duration(minSeconds, maxSeconds);
  return {
    ...type,
    parse: (text) => {
      const seconds = type.parse(text);
      return seconds === undefined ? undefined : Number((seconds * 1e9).toPrecision(12));
    },
  };
}

const UNIT_SECONDS: Readonly<Record<string, number>> = {
  d: 86_400,
  h: 3600,
  m: 60,
  s: 1,
  ms: 1e-3,
  us: 1e-6,
  ns: 1e-9,
};
const UNITS = Object.keys(UNIT_SECONDS);

/** Parses `5`, `0.5`, `500ms` or `1h30m`: units in falling order, a fraction only in the last part. */
function parseSeconds(text: string): number | undefined {
  if (/^(\d+\.?\d*|\.\d+)$/.test(text)) return Number(text);
  const part = /(\d+\.?\d*|\.\d+)(ms|us|ns|d|h|m|s)/y;
  let seconds = 0;
  let previousUnit = -1;
  while (part.lastIndex < text.length) {
    const [matched, count, unit] = part.exec(text) ?? [];
    if (matched === undefined) return undefined;
    const index = UNITS.indexOf(unit!);
    if (index <= previousUnit) return undefined;
    if (count!.includes('.') && part.lastIndex < text.length) return undefined;
    previousUnit = index;
    seconds += Number(count) * UNIT_SECONDS[unit!]!;
  }
  return text === '' ? undefined : seconds;
}
