import { FORMAT_NAMES, type FormatName } from '../device/format.js';

/** Reads the value of a key; undefined where it is none. */
export type Read = (value: string) => unknown;

export function number(min: number, max: number): Read {
  return (text) => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    return value >= min && value <= max ? value : undefined;
  };
}

export function whole(min: number, max: number): Read {
  return (text) => {
    const value = number(min, max)(text);
    return Number.isInteger(value) ? value : undefined;
  };
}

export function word(...words: string[]): Read {
  return (text) => words.find((known) => known === text.toLowerCase());
}

export function flag(text: string): boolean | undefined {
  return text === '1' ? true : text === '0' ? false : undefined;
}

export function range(min: number, max: number): Read {
  return (text) => {
    const ends = text.split(':').map((end) => whole(min, max)(end) as number | undefined);
    const [low, high] = ends.length === 1 ? [ends[0], ends[0]] : ends;
    if (ends.length > 2 || low === undefined || high === undefined || high < low) return undefined;
    return [low, high];
  };
}

export function formats(text: string): FormatName[] | undefined {
  const names = text.toUpperCase().split(':') as FormatName[];
  return names.every((name) => FORMAT_NAMES.includes(name)) ? names : undefined;
}

export function powerOfTwo(text: string): number | undefined {
  const value = whole(2, 2 ** 30)(text) as number | undefined;
  return value !== undefined && (value & (value - 1)) === 0 ? value : undefined;
}

/** `FRAMES` or `FRAMES:SECOND`, where the second is 0 unless told. */
export function frameAnd(min: number, max: number): Read {
  return (text) => {
    const [frame, second = '0', ...rest] = text.split(':');
    const numbers = [whole(0, 2 ** 53)(frame!), whole(min, max)(second)];
    return rest.length > 0 || numbers.includes(undefined) ? undefined : numbers;
  };
}

/** `FRAME:FRAMES`: where something happens, and how many frames of it. */
export function frameAndFrames(text: string): number[] | undefined {
  const [frame = '', frames = '', ...rest] = text.split(':');
  const numbers = [whole(0, 2 ** 53)(frame), whole(1, 2 ** 31)(frames)];
  return rest.length > 0 || numbers.includes(undefined) ? undefined : (numbers as number[]);
}

/** `US`, `LEAST:MOST` or `LEAST:MOST:EVERY`: least, most and every how many; see `wakeLate`. */
export function lateness(text: string): number[] | undefined {
  const us = whole(0, 1e9);
  const [least = '', most = least, every, ...rest] = text.split(':');
  const numbers = [us(least), us(most), every === undefined ? 0 : whole(1, 1e9)(every)];
  if (rest.length > 0 || numbers.includes(undefined)) return undefined;
  return (numbers[1] as number) < (numbers[0] as number) ? undefined : (numbers as number[]);
}
