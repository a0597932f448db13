import { FORMAT_NAMES, type FormatName, findFormat } from '../../device/format.js';
import type { SizeOrTime } from '../../device/params.js';
import { MAX_FRAMES } from '../../device/request-fields.js';
import type { ValueType } from './spec.js';
import { formatTime, PLAIN_NUMBER, parseDurationNs } from './time-syntax.js';

const MAX_LIST_ENTRIES = 64;
const MAX_RATE_HZ = 10_000_000;

/** Integers from `min` to `max`, in decimal. */
export function integer(min: number, max: number, placeholder = 'N', unit = ''): ValueType<number> {
  return {
    placeholder,
    expected: `an integer from ${min} to ${max}${unit && ` (${unit})`}`,
    parse: (text) => inRange(/^[-+]?\d+$/.test(text) ? Number(text) : Number.NaN, min, max),
  };
}

/** Numbers from `min` to `max`, in decimal; an exponent is allowed. */
export function number(min: number, max: number, placeholder = 'N', unit = ''): ValueType<number> {
  const syntax = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;
  return {
    placeholder,
    expected: `a number from ${min} to ${max}${unit && ` (${unit})`}`,
    parse: (text) => inRange(syntax.test(text) ? Number(text) : Number.NaN, min, max),
  };
}

/**
 * Times from `min` to `max` seconds.
 * @returns a type whose values are seconds
 */
export function duration(min: number, max: number): ValueType<number> {
  const largest = formatTime(max * 1e9);
  return {
    placeholder: 'TIME',
    expected: `a time from ${formatTime(min * 1e9)} to ${largest} such as 5, 500ms or 1h30m`,
    parse(text) {
      const ns = parseDurationNs(text);
      return ns === undefined ? undefined : inRange(ns / 1e9, min, max);
    },
    // A plain number above the maximum is probably meant in a smaller unit.
    describeError(text) {
      if (!PLAIN_NUMBER.test(text) || Number(text) <= max) return undefined;
      const [unitName, unit] = max <= 60 ? ['microseconds', 'us'] : ['milliseconds', 'ms'];
      return (
        `expected a time up to ${largest}, got "${text}" (${text} s); ` +
        `for ${unitName} write ${text}${unit}`
      );
    },
  };
}

/** Sizes of a period or a ring. A number without a unit is in frames, not in seconds. */
export function framesOrDuration(): ValueType<SizeOrTime> {
  return {
    placeholder: 'SIZE',
    expected: `an integer from 1 to ${MAX_FRAMES} (frames), or a time such as 10ms`,
    parse(text) {
      if (/^\d+$/.test(text)) {
        const frames = inRange(Number(text), 1, MAX_FRAMES);
        return frames === undefined ? undefined : { frames };
      }
      const ns = /[a-z]$/.test(text) ? parseDurationNs(text) : undefined;
      return ns === undefined || ns === 0 ? undefined : { ns };
    },
  };
}

/** Sample rates in Hz: `48000`, `48k`, `44.1k`, `192kHz`. */
export function sampleRate(): ValueType<number> {
  return {
    placeholder: 'HZ',
    expected: `an integer from 1 to ${MAX_RATE_HZ} (Hz)`,
    completion: ['44100', '48000', '96000', '192000'],
    parse(text) {
      const match = /^(\d+(?:\.\d+)?)(k|khz|hz)?$/i.exec(text);
      if (match === null) return undefined;
      const exactHz = Number(match[1]) * (/^k/i.test(match[2] ?? '') ? 1000 : 1);
      const rateHz = Math.round(exactHz);
      // The product of a decimal fraction need not be exact.
      return Math.abs(rateHz - exactHz) < 1e-6 ? inRange(rateHz, 1, MAX_RATE_HZ) : undefined;
    },
  };
}

/** One of a list of words. */
export function oneOf<const C extends readonly string[]>(
  choices: C,
  placeholder: string,
): ValueType<C[number]> {
  return {
    placeholder,
    choices,
    completion: choices,
    expected: choices.length === 1 ? String(choices[0]) : `one of ${choices.join(', ')}`,
    parse: (text) => choices.find((choice) => choice === text),
  };
}

/** Names of sample formats, in any case. */
export function sampleFormat(): ValueType<FormatName> {
  return {
    placeholder: 'FORMAT',
    expected: 'a sample format such as S16_LE (man alsa-mmap lists all)',
    completion: FORMAT_NAMES,
    parse: (text) => findFormat(text.toUpperCase())?.name,
  };
}

/** A format, with the channels and the rate that a preset of arecord adds to it. */
export interface FormatChoice {
  readonly format: FormatName;
  readonly channels?: number;
  readonly rateHz?: number;
}

const FORMAT_PRESETS: ReadonlyMap<string, FormatChoice> = new Map([
  ['cd', { format: 'S16_LE', channels: 2, rateHz: 44_100 }],
  ['cdr', { format: 'S16_BE', channels: 2, rateHz: 44_100 }],
  ['dat', { format: 'S16_LE', channels: 2, rateHz: 48_000 }],
]);

/** Sample formats, and arecord's presets `cd`, `cdr` and `dat`. */
export function formatOrPreset(): ValueType<FormatChoice> {
  const names = sampleFormat();
  return {
    placeholder: 'FORMAT',
    expected: 'a sample format such as S16_LE, cd or dat (man alsa-mmap lists all)',
    completion: [...FORMAT_NAMES, ...FORMAT_PRESETS.keys()],
    parse(text) {
      const format = names.parse(text);
      return format === undefined ? FORMAT_PRESETS.get(text.toLowerCase()) : { format };
    },
  };
}

const BYTE_UNITS = ['', 'k', 'm', 'g', 't'];

/** Numbers of bytes: `700000`, `100M`, `1.5G`. Units are powers of 1024. */
export function byteCount(min: number): ValueType<number> {
  return {
    placeholder: 'BYTES',
    expected: `bytes such as 700M, at least ${min}`,
    parse(text) {
      const match = /^(\d+(?:\.\d+)?)([kmgt]?)$/i.exec(text);
      if (match === null) return undefined;
      const scale = 1024 ** BYTE_UNITS.indexOf(match[2]!.toLowerCase());
      return inRange(Math.floor(Number(match[1]) * scale), min, Number.MAX_SAFE_INTEGER);
    },
  };
}

/** Paths of files. */
export function path({ stdout = true }: { readonly stdout?: boolean } = {}): ValueType<string> {
  return {
    placeholder: 'FILE',
    expected: stdout ? 'the path of a file' : 'the path of a file, not "-"',
    completion: 'file',
    parse: (text) => (text === '' || (!stdout && text === '-') ? undefined : text),
  };
}

/** Names of PCM devices; not checked any further. */
export function deviceNameType(): ValueType<string> {
  return {
    placeholder: 'DEVICE',
    expected: 'the name of a device, such as hw:1 or sim',
    completion: 'device',
    parse: (text) => text || undefined,
  };
}

/** Up to 64 values of a type, separated by commas; duplicates are dropped. */
export function list<T>(item: ValueType<T>, placeholder: string): ValueType<readonly T[]> {
  return {
    placeholder,
    expected: `a comma-separated list, each entry ${item.expected}`,
    parse(text) {
      const values = text.split(',').map((part) => item.parse(part));
      const valid = values.filter((value) => value !== undefined);
      if (valid.length < values.length || values.length > MAX_LIST_ENTRIES) return undefined;
      return [...new Set(valid)];
    },
  };
}

/** A list of integers, or `FROM:TO`, which doubles FROM until TO is exceeded. */
export function sizeRange(
  item: ValueType<number>,
  placeholder: string,
): ValueType<readonly number[]> {
  const sizes = list(item, placeholder);
  return {
    placeholder,
    expected: `FROM:TO (doubling) or a comma-separated list, each ${item.expected}`,
    parse(text) {
      if (!text.includes(':')) return sizes.parse(text);
      const [from, to, ...more] = text.split(':').map((part) => item.parse(part));
      if (from === undefined || to === undefined || to < from || more.length > 0) return undefined;
      const steps = Math.floor(Math.log2(to / from)) + 1;
      return Array.from({ length: steps }, (_, step) => from * 2 ** step);
    },
  };
}

/** A type with the same syntax and converted values. */
export function mapType<A, B>(base: ValueType<A>, convert: (value: A) => B): ValueType<B> {
  return {
    ...base,
    parse(text) {
      const value = base.parse(text);
      return value === undefined ? undefined : convert(value);
    },
  };
}

function inRange(value: number, min: number, max: number): number | undefined {
  return value >= min && value <= max ? value : undefined;
}
