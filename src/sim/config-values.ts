import { FORMAT_NAMES, type FormatName } from '../device/format.js';

/** Parses the value of a key; returns undefined if it is invalid. */
export type ParseValue<T> = (text: string) => T | undefined;

export function numberIn(min: number, max: number): ParseValue<number> {
  return (text) => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    return value >= min && value <= max ? value : undefined;
  };
}

export function integerIn(min: number, max: number): ParseValue<number> {
  return (text) => {
    const value = numberIn(min, max)(text);
    return Number.isInteger(value) ? value : undefined;
  };
}

export function oneOf<const Word extends string>(...words: Word[]): ParseValue<Word> {
  return (text) => words.find((known) => known === text.toLowerCase());
}

export function zeroOrOne(text: string): boolean | undefined {
  return text === '1' ? true : text === '0' ? false : undefined;
}

/** `MIN:MAX`, or one value for both. */
export function integerRange(min: number, max: number): ParseValue<readonly [number, number]> {
  return (text) => {
    const ends = text.split(':').map(integerIn(min, max));
    const [low, high] = ends.length === 1 ? [ends[0], ends[0]] : ends;
    if (ends.length > 2 || low === undefined || high === undefined || high < low) return undefined;
    return [low, high];
  };
}

/** Sample formats separated by colons. */
export function formatList(text: string): readonly FormatName[] | undefined {
  const names = text.toUpperCase().split(':') as FormatName[];
  return names.every((name) => FORMAT_NAMES.includes(name)) ? names : undefined;
}

export function powerOfTwo(text: string): number | undefined {
  const value = integerIn(2, 2 ** 30)(text);
  return value !== undefined && (value & (value - 1)) === 0 ? value : undefined;
}

/** `FRAME` or `FRAME:SECOND`; the second value defaults to 0. */
export function frameAndOptional(min: number, max: number): ParseValue<readonly [number, number]> {
  return (text) => {
    const [frameText = '', secondText = '0', ...rest] = text.split(':');
    const frame = integerIn(0, 2 ** 53)(frameText);
    const second = integerIn(min, max)(secondText);
    if (rest.length > 0 || frame === undefined || second === undefined) return undefined;
    return [frame, second];
  };
}

/** `FRAME:COUNT`: the frame of an event, and its size in frames. */
export function frameAndCount(text: string): readonly [number, number] | undefined {
  return text.includes(':') ? frameAndOptional(1, 2 ** 31)(text) : undefined;
}

/** `US`, `MIN:MAX` or `MIN:MAX:EVERY`, in microseconds; see `SimConfig.wakeupLatencyUs`. */
export function latencyRange(text: string): readonly [number, number, number] | undefined {
  const [minText = '', maxText = minText, everyText, ...rest] = text.split(':');
  const min = integerIn(0, 1e9)(minText);
  const max = integerIn(0, 1e9)(maxText);
  const every = everyText === undefined ? 0 : integerIn(1, 1e9)(everyText);
  if (rest.length > 0 || min === undefined || max === undefined || every === undefined) {
    return undefined;
  }
  return max < min ? undefined : [min, max, every];
}
