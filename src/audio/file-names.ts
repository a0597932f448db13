import { join, parse } from 'node:path';

const two = (value: number) => String(value).padStart(2, '0');

/** Conversions of strftime(3) that a file name can contain, in local time. */
const CONVERSIONS: Readonly<Record<string, (time: Date) => string>> = {
  Y: (time) => String(time.getFullYear()),
  y: (time) => two(time.getFullYear() % 100),
  m: (time) => two(time.getMonth() + 1),
  d: (time) => two(time.getDate()),
  H: (time) => two(time.getHours()),
  M: (time) => two(time.getMinutes()),
  S: (time) => two(time.getSeconds()),
  j: (time) => String(dayOfYear(time)).padStart(3, '0'),
  F: (time) => `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`,
  s: (time) => String(Math.floor(time.getTime() / 1000)),
  '%': () => '%',
};

/** Returns the path of file `number` of a series, from 1: `take-0001.wav` for `take.wav`. */
export function seriesPath(path: string, number: number): string {
  const { dir, name, ext } = parse(path);
  return join(dir, `${name}-${String(number).padStart(4, '0')}${ext}`);
}

/** Replaces conversions such as `%Y` and `%H`; other percent signs stay. */
export function expandTime(template: string, time: Date): string {
  return template.replace(/%([YymdHMSjFs%])/g, (_, letter: string) => CONVERSIONS[letter]!(time));
}

/**
 * Paths of the files of a recording. Files of a series have a number, unless the path has a time;
 * then only a file that would replace an earlier one has a number.
 */
export class FileNames {
  readonly #template: string;
  readonly #hasTime: boolean;
  readonly #isSplit: boolean;
  readonly #used = new Set<string>();

  constructor(template: string, isSplit: boolean) {
    this.#template = template;
    this.#hasTime = /%[YymdHMSjFs]/.test(template.replaceAll('%%', ''));
    this.#isSplit = isSplit;
  }

  /** Returns the path of the next file, which starts at `time`. */
  next(time: Date): string {
    const path = expandTime(this.#template, time);
    const number = this.#used.size + 1;
    const isNumbered = this.#hasTime ? this.#used.has(path) : this.#isSplit || number > 1;
    const file = isNumbered ? seriesPath(path, number) : path;
    this.#used.add(file);
    return file;
  }
}

function dayOfYear(time: Date): number {
  const day = Date.UTC(time.getFullYear(), time.getMonth(), time.getDate());
  return Math.round((day - Date.UTC(time.getFullYear(), 0, 0)) / 86_400_000);
}
