import { didYouMean } from '../device/closest-match.js';
import { AlsaMmapError, deviceError } from '../device/errors.js';
import { FORMAT_NAMES, type FormatName } from '../device/format.js';
import {
  frameAndCount,
  frameAndOptional,
  frameNumber,
  integerIn,
  integerRange,
  latencyRange,
  namesOf,
  numberIn,
  oneOf,
  powerOfTwo,
  type ValueSyntax,
  zeroOrOne,
} from './config-values.js';
import { QUIRK_NAMES, type Quirk } from './quirks.js';

/** Signal that the capture side of the simulated card delivers. */
export type SimSignal = 'sine' | 'pattern' | 'silence';

/**
 * Behaviour of a simulated card, from `sim:KEY=VALUE,...`. Frame numbers count from the first start
 * of the stream, over every PREPARE; 0 means never.
 */
export interface SimConfig {
  /** Deviation of the card's clock from nominal, in parts per million. */
  readonly ratePpm: number;
  /** Further deviation of the capture side's clock, in parts per million. */
  readonly capturePpm: number;
  /** Speed of the card's clock as a multiple of real time; timestamps stay on the real clock. */
  readonly speed: number;
  /** hw_ptr moves by multiples of this many frames. */
  readonly hwPtrStep: number;
  readonly statusPage: 'mapped' | 'refused';
  readonly controlPage: 'mapped' | 'refused';
  readonly access: 'interleaved' | 'noninterleaved' | 'both' | 'rw';
  /** One mapping for all channels, or an mmap offset for each channel. */
  readonly layout: 'shared' | 'per-channel';
  /** Connects playback to capture by a cable. */
  readonly loop: boolean;
  /** Delay of the cable, in frames; can have a fraction. */
  readonly loopDelay: number;
  /** Gain of the cable as a factor; negative inverts, 0 disconnects. */
  readonly loopGain: number;
  /** Noise of the cable, in dBFS; -Infinity for none. */
  readonly loopNoise: number;
  /** Frames ahead of hw_ptr that the hardware has already fetched (playback). */
  readonly readAhead: number;
  /** Frames behind hw_ptr that the hardware has not stored yet (capture). */
  readonly captureLag: number;
  readonly signal: SimSignal;
  readonly formats: readonly FormatName[];
  /** Min and max, in Hz. */
  readonly rates: readonly [number, number];
  /** Min and max. */
  readonly channels: readonly [number, number];
  /** Period size in frames, min and max. */
  readonly periodSize: readonly [number, number];
  /** Buffer size in frames, min and max. */
  readonly bufferSize: readonly [number, number];
  /** Periods in the buffer, min and max; 1 for a ring of a single period. */
  readonly periods: readonly [number, number];
  /** `pow2`: period and buffer size are powers of two. */
  readonly sizes: 'any' | 'pow2';
  /** Period interrupts can be disabled (`optional`) or not (`always`). */
  readonly periodWakeup: 'optional' | 'always';
  /**
   * Boundary of the pointers in buffer sizes: a power of two from 2, or 0 for the kernel's own
   * choice. With 1, a full ring and an empty one would be the same.
   */
  readonly boundaryBuffers: number;
  readonly direction: 'both' | 'playback' | 'capture';
  /** Frame at which the card is disconnected. */
  readonly unplug: number;
  /** Frame at which hw_ptr stops moving. */
  readonly stall: number;
  /** Frame at which hw_ptr steps back, and by how many frames. */
  readonly backstep: readonly [number, number];
  /** Frame at which hw_ptr jumps ahead of the hardware, and by how many frames. */
  readonly jump: readonly [number, number];
  /** Frame of an xrun, and frames until the next ones; 0 for a single xrun. */
  readonly xrun: readonly [number, number];
  /** Frame at which the card is suspended, and ms for which RESUME returns EAGAIN. */
  readonly suspend: readonly [number, number];
  /** `no`: the driver cannot RESUME; only PREPARE leaves SUSPENDED. */
  readonly resume: 'yes' | 'no';
  /**
   * Latency from interrupt to wake-up, in microseconds: min, max, and the number of interrupts of
   * which one has the max while the others have the min; 0 spreads them evenly from min to max.
   */
  readonly wakeupLatencyUs: readonly [number, number, number];
  readonly quirks: readonly Quirk[];
  /** Opening fails with BUSY. */
  readonly busy: boolean;
  /** WAV file that receives what the playback side played; empty for none. */
  readonly dumpPath: string;
}

type SimKey<T> = readonly [name: string, initial: T, ...syntax: ValueSyntax<T>];

/** Key of each field, its value without that key, and the syntax of other values. */
const KEYS: { readonly [Field in keyof SimConfig]: SimKey<SimConfig[Field]> } = {
  ratePpm: ['RATE_PPM', 0, ...numberIn(-5e5, 5e5, 'parts per million')],
  speed: ['SPEED', 1, ...numberIn(1, 1000, 'a number')],
  hwPtrStep: ['STEP', 1, ...integerIn(1, 65_536, 'frames')],
  capturePpm: ['CAPTURE_PPM', 0, ...numberIn(-1e4, 1e4, 'parts per million')],
  statusPage: ['STATUS', 'mapped', ...oneOf('mapped', 'refused')],
  controlPage: ['CONTROL', 'mapped', ...oneOf('mapped', 'refused')],
  access: ['ACCESS', 'both', ...oneOf('interleaved', 'noninterleaved', 'both', 'rw')],
  layout: ['LAYOUT', 'shared', ...oneOf('shared', 'per-channel')],
  loop: ['LOOP', false, '0 or 1', zeroOrOne],
  // Much longer than a time slice of the DMA engines.
  loopDelay: ['LOOP_DELAY', 4096, ...numberIn(256, 24_000, 'frames')],
  loopGain: ['LOOP_GAIN', 1, ...numberIn(-100, 100, 'a factor')],
  loopNoise: ['LOOP_NOISE', Number.NEGATIVE_INFINITY, ...numberIn(-140, 0, 'dBFS')],
  readAhead: ['READ_AHEAD', 0, ...integerIn(0, 1024, 'frames')],
  captureLag: ['CAPTURE_LAG', 0, ...integerIn(0, 1024, 'frames')],
  signal: ['SIGNAL', 'sine', ...oneOf('sine', 'pattern', 'silence')],
  formats: ['FORMATS', FORMAT_NAMES, ...namesOf('formats', FORMAT_NAMES)],
  rates: ['RATES', [8000, 192_000], ...integerRange(1000, 768_000, ' (Hz)')],
  channels: ['CHANNELS', [1, 32], ...integerRange(1, 64)],
  periodSize: ['PERIOD', [16, 262_144], ...integerRange(16, 262_144, ' (frames)')],
  bufferSize: ['BUFFER', [16, 262_144], ...integerRange(16, 262_144, ' (frames)')],
  periods: ['PERIODS', [2, 16_384], ...integerRange(1, 16_384)],
  sizes: ['SIZES', 'any', ...oneOf('any', 'pow2')],
  periodWakeup: ['PERIOD_WAKEUP', 'optional', ...oneOf('optional', 'always')],
  boundaryBuffers: ['BOUNDARY', 0, 'a power of two from 2 (buffer sizes)', powerOfTwo],
  direction: ['DIRECTION', 'both', ...oneOf('both', 'playback', 'capture')],
  unplug: ['UNPLUG', 0, 'a frame number', frameNumber],
  stall: ['STALL', 0, 'a frame number', frameNumber],
  backstep: ['BACKSTEP', [0, 0], 'FRAME:FRAMES', frameAndCount],
  jump: ['JUMP', [0, 0], 'FRAME:FRAMES', frameAndCount],
  xrun: ['XRUN', [0, 0], ...frameAndOptional('EVERY', 2 ** 53)],
  suspend: ['SUSPEND', [0, 0], ...frameAndOptional('MS', 3_600_000)],
  resume: ['RESUME', 'yes', ...oneOf('yes', 'no')],
  wakeupLatencyUs: [
    'WAKEUP_LATENCY',
    [0, 0, 0],
    'microseconds as US, MIN:MAX or MIN:MAX:EVERY',
    latencyRange,
  ],
  quirks: ['QUIRK', [], ...namesOf('quirks', QUIRK_NAMES)],
  busy: ['BUSY', false, '0 or 1', zeroOrOne],
  dumpPath: ['DUMP', '', 'the path of a file', (path) => path || undefined],
};

/** Keys of `sim:KEY=VALUE,...` in upper case, each with a description of its valid values. */
export const SIM_KEYS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.values(KEYS).map(([name, , expected]) => [name, expected]),
);

const DEFAULT_CONFIG: SimConfig = Object.assign(
  {},
  ...Object.entries(KEYS).map(([field, [, initial]]) => ({ [field]: initial })),
);

/**
 * Parses `sim` or `sim:KEY=VALUE,...`; keys and values are those of `SIM_KEYS`.
 * @throws USAGE, naming the known keys or the expected value
 * @example
 * import { parseSimConfig } from 'alsa-mmap/sim';
 *
 * const { xrun, quirks } = parseSimConfig('sim:XRUN=48000,QUIRK=drain-never');
 * console.log(xrun[0], quirks[0]); // 48000 drain-never
 */
export function parseSimConfig(name: string): SimConfig {
  if (typeof name !== 'string' || !/^sim(:|$)/.test(name)) {
    throw new AlsaMmapError('USAGE', `expected sim or sim:KEY=VALUE,..., got ${typeof name}`);
  }
  const list = name.slice('sim:'.length);
  let config = DEFAULT_CONFIG;
  for (const part of list === '' ? [] : list.split(',')) {
    const [keyText = '', ...rest] = part.split('=');
    const key = keyText.toUpperCase();
    const found = Object.entries(KEYS).find(([, [name]]) => name === key);
    if (found === undefined) {
      const keys = Object.keys(SIM_KEYS);
      const hint = didYouMean(keyText, keys);
      throw deviceError('USAGE', name, `unknown key "${keyText}"${hint}; keys: ${keys.join(', ')}`);
    }
    const value = rest.join('=');
    const [field, [, , expected, parse]] = found;
    const parsed = parse(value);
    if (parsed === undefined) {
      throw deviceError('USAGE', name, `${key}: expected ${expected}, got "${value}"`);
    }
    config = { ...config, [field]: parsed };
  }
  return requireOneClock(name, resolveLayout(name, config));
}

/** The cable passes one sample for one: both sides must count the same frames. */
function requireOneClock(name: string, config: SimConfig): SimConfig {
  if (!config.loop || config.capturePpm === 0) return config;
  throw deviceError('USAGE', name, 'CAPTURE_PPM cannot be combined with LOOP=1');
}

/** Channels at offsets of their own cannot be interleaved. */
function resolveLayout(name: string, config: SimConfig): SimConfig {
  if (config.layout === 'shared' || config.access === 'noninterleaved') return config;
  if (config.access === 'both') return { ...config, access: 'noninterleaved' };
  const problem = `LAYOUT=per-channel requires ACCESS=noninterleaved, got ACCESS=${config.access}`;
  throw deviceError('USAGE', name, problem);
}
