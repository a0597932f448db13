import { AlsaMmapError } from '../device/errors.js';
import { FORMAT_NAMES, type FormatName } from '../device/format.js';

/** What the capture side of the built-in card delivers. */
export type SimSignal = 'sine' | 'pattern' | 'silence';

/** How a built-in card behaves, as `sim:KEY=VALUE,...` says it. */
export interface SimNature {
  /** How much faster than nominal its clock runs, in parts per million. */
  readonly ratePpm: number;
  /** hw_ptr moves by multiples of this many frames. */
  readonly step: number;
  /** Whether the status page can be mapped. */
  readonly status: 'mapped' | 'refused';
  /** Whether the control page can be mapped. */
  readonly control: 'mapped' | 'refused';
  readonly access: 'interleaved' | 'noninterleaved' | 'both' | 'rw';
  /** The capture side hears what the playback side played. */
  readonly loop: boolean;
  readonly signal: SimSignal;
  readonly formats: readonly FormatName[];
  /** Lowest and highest, in Hz. */
  readonly rates: readonly [number, number];
  /** Fewest and most. */
  readonly channels: readonly [number, number];
  /** Whether it can run without an interrupt at each period. */
  readonly wakeup: 'optional' | 'always';
  /**
   * Where the pointers wrap, in buffer sizes: a power of two, at least 2, as with 1 a full ring and
   * an empty one would look the same; 0 for the kernel's own choice.
   */
  readonly wrap: number;
  /** Which directions it has. */
  readonly direction: 'both' | 'playback' | 'capture';
  /** It goes away after that many frames; 0 for never. */
  readonly unplug: number;
  /** Its pointer stops moving after that many frames; 0 for never. */
  readonly stuck: number;
  /** Somebody else holds it. */
  readonly busy: boolean;
  /** A WAV file that gets what the playback side played; empty for none. */
  readonly heard: string;
}

type Read = (value: string) => unknown;

interface Key {
  readonly field: keyof SimNature;
  /** What the value has to be, for the error. */
  readonly takes: string;
  /** The value read, or undefined where it is none. */
  readonly read: Read;
}

const KEYS: Record<string, Key> = {
  RATE_PPM: { field: 'ratePpm', takes: 'a number of parts per million', read: number(-5e5, 5e5) },
  STEP: { field: 'step', takes: 'frames from 1 to 65536', read: whole(1, 65_536) },
  STATUS: { field: 'status', takes: 'mapped or refused', read: word('mapped', 'refused') },
  CONTROL: { field: 'control', takes: 'mapped or refused', read: word('mapped', 'refused') },
  ACCESS: {
    field: 'access',
    takes: 'interleaved, noninterleaved, both or rw',
    read: word('interleaved', 'noninterleaved', 'both', 'rw'),
  },
  LOOP: { field: 'loop', takes: '0 or 1', read: flag },
  SIGNAL: {
    field: 'signal',
    takes: 'sine, pattern or silence',
    read: word('sine', 'pattern', 'silence'),
  },
  FORMATS: { field: 'formats', takes: `of ${FORMAT_NAMES.join(':')}`, read: formats },
  RATES: { field: 'rates', takes: 'LOWEST:HIGHEST in Hz', read: range(1000, 768_000) },
  CHANNELS: { field: 'channels', takes: 'FEWEST:MOST up to 64', read: range(1, 64) },
  WAKEUP: {
    field: 'wakeup',
    takes: 'optional or always',
    read: word('optional', 'always'),
  },
  WRAP: { field: 'wrap', takes: 'a power of two of buffer sizes, from 2', read: powerOfTwo },
  DIRECTION: {
    field: 'direction',
    takes: 'both, playback or capture',
    read: word('both', 'playback', 'capture'),
  },
  UNPLUG: { field: 'unplug', takes: 'frames', read: whole(0, 2 ** 53) },
  STUCK: { field: 'stuck', takes: 'frames', read: whole(0, 2 ** 53) },
  BUSY: { field: 'busy', takes: '0 or 1', read: flag },
  HEARD: { field: 'heard', takes: "a file's path", read: (value) => value || undefined },
};

const PLAIN: SimNature = {
  ratePpm: 0,
  step: 1,
  status: 'mapped',
  control: 'mapped',
  access: 'both',
  loop: false,
  signal: 'sine',
  formats: FORMAT_NAMES,
  rates: [8000, 192_000],
  channels: [1, 32],
  wakeup: 'optional',
  wrap: 0,
  direction: 'both',
  unplug: 0,
  stuck: 0,
  busy: false,
  heard: '',
};

/**
 * Reads `sim` or `sim:KEY=VALUE,...`.
 * @throws USAGE, naming the keys or what the value has to be
 */
export function parseNature(name: string): SimNature {
  const list = name.slice('sim:'.length);
  const nature: Record<string, unknown> = { ...PLAIN };
  for (const part of list === '' ? [] : list.split(',')) {
    const [key = '', ...rest] = part.split('=');
    const known = KEYS[key.toUpperCase()];
    if (known === undefined) {
      throw usage(name, `no key "${key}"; there are ${Object.keys(KEYS).join(', ')}`);
    }
    const value = known.read(rest.join('='));
    if (value === undefined) throw usage(name, `${key.toUpperCase()} takes ${known.takes}`);
    nature[known.field] = value;
  }
  return nature as unknown as SimNature;
}

function usage(name: string, problem: string): AlsaMmapError {
  return new AlsaMmapError('USAGE', `${name}: ${problem}`, { device: name });
}

function number(min: number, max: number): Read {
  return (text) => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    return value >= min && value <= max ? value : undefined;
  };
}

function whole(min: number, max: number): Read {
  return (text) => {
    const value = number(min, max)(text);
    return Number.isInteger(value) ? value : undefined;
  };
}

function word(...words: string[]): Read {
  return (text) => words.find((known) => known === text.toLowerCase());
}

function flag(text: string): boolean | undefined {
  return text === '1' ? true : text === '0' ? false : undefined;
}

function range(min: number, max: number): Read {
  return (text) => {
    const ends = text.split(':').map((end) => whole(min, max)(end) as number | undefined);
    const [low, high] = ends.length === 1 ? [ends[0], ends[0]] : ends;
    if (ends.length > 2 || low === undefined || high === undefined || high < low) return undefined;
    return [low, high];
  };
}

function formats(text: string): FormatName[] | undefined {
  const names = text.toUpperCase().split(':') as FormatName[];
  return names.every((name) => FORMAT_NAMES.includes(name)) ? names : undefined;
}

function powerOfTwo(text: string): number | undefined {
  const value = whole(2, 2 ** 30)(text) as number | undefined;
  return value !== undefined && (value & (value - 1)) === 0 ? value : undefined;
}
