/**
 * Syntax of a value in the name of a card: what it is, for the error message, and its parser, which
 * returns undefined for an invalid text.
 */
export type ValueSyntax<T> = readonly [expected: string, parse: (text: string) => T | undefined];

type Limits = readonly [min: number, max: number];

const FRAME: Limits = [0, 2 ** 53];
const LATENCY_US: Limits = [0, 1e9];

export function numberIn(min: number, max: number, noun: string): ValueSyntax<number> {
  return [`${noun} from ${min} to ${max}`, (text) => parseNumber(text, [min, max])];
}

export function integerIn(min: number, max: number, noun: string): ValueSyntax<number> {
  return [`${noun} from ${min} to ${max}`, (text) => parseInteger(text, [min, max])];
}

/** `MIN:MAX`, or one value for both. */
export function integerRange(min: number, max: number, unit = ''): ValueSyntax<Limits> {
  const parse = (text: string): Limits | undefined => {
    const [low, high = low] = parseIntegers(text, [min, max], [min, max]);
    return low === undefined || high === undefined || high < low ? undefined : [low, high];
  };
  return [`MIN:MAX from ${min} to ${max}${unit}`, parse];
}

/** One of a few words, in any case. */
export function oneOf<const Word extends string>(...words: Word[]): ValueSyntax<Word> {
  return [words.join(' or '), (text) => words.find((known) => known === text.toLowerCase())];
}

/** Names separated by colons, in any case. */
export function namesOf<Name extends string>(
  noun: string,
  known: readonly Name[],
): ValueSyntax<readonly Name[]> {
  const parse = (text: string) => {
    const words = text.toLowerCase().split(':');
    const names = words.flatMap((word) => known.find((name) => name.toLowerCase() === word) ?? []);
    return names.length === words.length ? names : undefined;
  };
  return [`${noun} separated by colons, of ${known.join(', ')}`, parse];
}

export function zeroOrOne(text: string): boolean | undefined {
  return text === '1' ? true : text === '0' ? false : undefined;
}

export function powerOfTwo(text: string): number | undefined {
  const value = parseInteger(text, [2, 2 ** 30]);
  return value !== undefined && (value & (value - 1)) === 0 ? value : undefined;
}

export function frameNumber(text: string): number | undefined {
  return parseInteger(text, FRAME);
}

/** `FRAME:COUNT`: the frame of an event, and its size in frames. */
export function frameAndCount(text: string): readonly [number, number] | undefined {
  const [frame, count] = parseIntegers(text, FRAME, [1, 2 ** 31]);
  return frame === undefined || count === undefined ? undefined : [frame, count];
}

/** `FRAME` or `FRAME:NAME`; the second value is from 0 to `max` and defaults to 0. */
export function frameAndOptional(name: string, max: number): ValueSyntax<Limits> {
  const parse = (text: string): Limits | undefined => {
    const [frame, second = 0] = parseIntegers(text, FRAME, [0, max]);
    return frame === undefined ? undefined : [frame, second];
  };
  return [`FRAME or FRAME:${name}`, parse];
}

/** `US`, `MIN:MAX` or `MIN:MAX:EVERY`, in microseconds; see `SimConfig.wakeupLatencyUs`. */
export function latencyRange(text: string): readonly [number, number, number] | undefined {
  const [min, max = min, every = 0] = parseIntegers(text, LATENCY_US, LATENCY_US, [1, 1e9]);
  return min === undefined || max === undefined || max < min ? undefined : [min, max, every];
}

function parseNumber(text: string, [min, max]: Limits): number | undefined {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  return value >= min && value <= max ? value : undefined;
}

function parseInteger(text: string, limits: Limits): number | undefined {
  const value = parseNumber(text, limits);
  return Number.isInteger(value) ? value : undefined;
}

/** Parses up to one integer for each of `limits`, separated by colons; empty if one is invalid. */
function parseIntegers(text: string, ...limits: Limits[]): readonly number[] {
  const parts = text.split(':');
  const values = limits.flatMap((each, i) => parseInteger(parts[i] ?? '', each) ?? []);
  return values.length === parts.length ? values : [];
}
