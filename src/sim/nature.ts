import { AlsaMmapError } from '../device/errors.js';
import { FORMAT_NAMES, type FormatName } from '../device/format.js';
import {
  flag,
  formats,
  frameAnd,
  frameAndFrames,
  lateness,
  number,
  powerOfTwo,
  type Read,
  range,
  whole,
  word,
} from './nature-values.js';
import { WRONG_NAMES, type Wrong, wrongs } from './wrongs.js';

/** What the capture side of the built-in card delivers. */
export type SimSignal = 'sine' | 'pattern' | 'silence';

/** How a built-in card behaves, as `sim:KEY=VALUE,...` says it. */
export interface SimNature {
  /** How much faster than nominal its clock runs, in parts per million. */
  readonly ratePpm: number;
  /** How much faster than that the clock of its capture side runs. */
  readonly capturePpm: number;
  /**
   * How many times faster than real time its clock runs, while the rate stays what was asked for:
   * the frames of an hour in a minute. Timestamps are of the real clock.
   */
  readonly speed: number;
  /** hw_ptr moves by multiples of this many frames. */
  readonly step: number;
  /** Whether the status page can be mapped. */
  readonly status: 'mapped' | 'refused';
  /** Whether the control page can be mapped. */
  readonly control: 'mapped' | 'refused';
  readonly access: 'interleaved' | 'noninterleaved' | 'both' | 'rw';
  /** Whether the channels share one mapping, or each lies at an mmap offset of its own. */
  readonly layout: 'shared' | 'offsets';
  /** The capture side hears what the playback side played. */
  readonly loop: boolean;
  /** After how many frames it does, which may have a fraction. */
  readonly loopDelay: number;
  /** How loud, against what was played: negative is upside down, 0 a cable that is not there. */
  readonly loopGain: number;
  /** Noise that comes on the way, in dBFS; -Infinity for none. */
  readonly loopNoise: number;
  /** How many frames ahead of hw_ptr the hardware has fetched what it will play. */
  readonly readAhead: number;
  /** How many frames behind hw_ptr what was captured is in memory. */
  readonly stale: number;
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
  /**
   * Frames at which something happens are counted from the stream's first start on, over every
   * PREPARE; 0 is never. At this one the card goes away.
   */
  readonly unplug: number;
  /** At this frame its pointer stops moving. */
  readonly stuck: number;
  /** At which frame hw_ptr goes back, and by how many frames; it goes on from there. */
  readonly backstep: readonly [number, number];
  /** At which frame hw_ptr leaps ahead of the hardware, and by how many frames. */
  readonly jump: readonly [number, number];
  /** At which frame the stream is stopped by an xrun, and every how many frames again; 0 for once. */
  readonly xrun: readonly [number, number];
  /** At which frame the card is suspended, and for how many milliseconds RESUME answers EAGAIN. */
  readonly suspend: readonly [number, number];
  /** Whether the driver can RESUME; without it only PREPARE leads out of SUSPENDED. */
  readonly resume: 'yes' | 'no';
  /**
   * How long after an interrupt those who wait are woken, in microseconds: at least, at most, and every
   * how many interrupts by the most, while all others are by the least; 0 for evenly in between.
   */
  readonly wakeLate: readonly [number, number, number];
  /** What else it does wrong. */
  readonly wrong: readonly Wrong[];
  /** Somebody else holds it. */
  readonly busy: boolean;
  /** A WAV file that gets what the playback side played; empty for none. */
  readonly heard: string;
}

interface Key {
  readonly field: keyof SimNature;
  /** What the value has to be, for the error. */
  readonly takes: string;
  /** The value read, or undefined where it is none. */
  readonly read: Read;
}

const KEYS: Record<string, Key> = {
  RATE_PPM: { field: 'ratePpm', takes: 'a number of parts per million', read: number(-5e5, 5e5) },
  SPEED: { field: 'speed', takes: 'a number from 1 to 1000', read: number(1, 1000) },
  STEP: { field: 'step', takes: 'frames from 1 to 65536', read: whole(1, 65_536) },
  CAPTURE_PPM: {
    field: 'capturePpm',
    takes: 'a number of parts per million',
    read: number(-1e4, 1e4),
  },
  STATUS: { field: 'status', takes: 'mapped or refused', read: word('mapped', 'refused') },
  CONTROL: { field: 'control', takes: 'mapped or refused', read: word('mapped', 'refused') },
  ACCESS: {
    field: 'access',
    takes: 'interleaved, noninterleaved, both or rw',
    read: word('interleaved', 'noninterleaved', 'both', 'rw'),
  },
  LAYOUT: { field: 'layout', takes: 'shared or offsets', read: word('shared', 'offsets') },
  LOOP: { field: 'loop', takes: '0 or 1', read: flag },
  LOOP_DELAY: { field: 'loopDelay', takes: 'frames from 256 to 24000', read: number(256, 24_000) },
  LOOP_GAIN: { field: 'loopGain', takes: 'a factor from -100 to 100', read: number(-100, 100) },
  LOOP_NOISE: { field: 'loopNoise', takes: 'dBFS from -140 to 0', read: number(-140, 0) },
  READ_AHEAD: { field: 'readAhead', takes: 'frames from 0 to 1024', read: whole(0, 1024) },
  STALE: { field: 'stale', takes: 'frames from 0 to 1024', read: whole(0, 1024) },
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
  BACKSTEP: { field: 'backstep', takes: 'FRAME:FRAMES', read: frameAndFrames },
  JUMP: { field: 'jump', takes: 'FRAME:FRAMES', read: frameAndFrames },
  XRUN: { field: 'xrun', takes: 'FRAMES or FRAMES:EVERY', read: frameAnd(0, 2 ** 53) },
  SUSPEND: { field: 'suspend', takes: 'FRAMES or FRAMES:MS', read: frameAnd(0, 3_600_000) },
  RESUME: { field: 'resume', takes: 'yes or no', read: word('yes', 'no') },
  WAKE_LATE: {
    field: 'wakeLate',
    takes: 'microseconds: US, LEAST:MOST or LEAST:MOST:EVERY',
    read: lateness,
  },
  WRONG: { field: 'wrong', takes: `of ${WRONG_NAMES.join(':')}`, read: wrongs },
  BUSY: { field: 'busy', takes: '0 or 1', read: flag },
  HEARD: { field: 'heard', takes: "a file's path", read: (value) => value || undefined },
};

/** Of the cable from playback to capture: longer than the engines' time slices by far. */
export const LOOP_DELAY_FRAMES = 4096;

const PLAIN: SimNature = {
  ratePpm: 0,
  capturePpm: 0,
  speed: 1,
  step: 1,
  status: 'mapped',
  control: 'mapped',
  access: 'both',
  layout: 'shared',
  loop: false,
  loopDelay: LOOP_DELAY_FRAMES,
  loopGain: 1,
  loopNoise: Number.NEGATIVE_INFINITY,
  readAhead: 0,
  stale: 0,
  signal: 'sine',
  formats: FORMAT_NAMES,
  rates: [8000, 192_000],
  channels: [1, 32],
  wakeup: 'optional',
  wrap: 0,
  direction: 'both',
  unplug: 0,
  stuck: 0,
  backstep: [0, 0],
  jump: [0, 0],
  xrun: [0, 0],
  suspend: [0, 0],
  resume: 'yes',
  wakeLate: [0, 0, 0],
  wrong: [],
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
  return onOneClock(name, apart(name, nature as unknown as SimNature));
}

/** A cable of samples joins sides that count the same frames. */
function onOneClock(name: string, nature: SimNature): SimNature {
  if (!nature.loop || nature.capturePpm === 0) return nature;
  throw usage(name, 'LOOP=1 joins sides of one clock: there is no CAPTURE_PPM with it');
}

/** Channels at offsets of their own cannot be interleaved. */
function apart(name: string, nature: SimNature): SimNature {
  if (nature.layout === 'shared' || nature.access === 'noninterleaved') return nature;
  if (nature.access === 'both') return { ...nature, access: 'noninterleaved' };
  throw usage(name, `LAYOUT=offsets has no ACCESS=${nature.access}, only noninterleaved`);
}

function usage(name: string, problem: string): AlsaMmapError {
  return new AlsaMmapError('USAGE', `${name}: ${problem}`, { device: name });
}
