import { AlsaMmapError } from '../device/errors.js';
import { FORMAT_NAMES, type FormatName } from '../device/format.js';
import {
  formatList,
  frameAndCount,
  frameAndOptional,
  integerIn,
  integerRange,
  latencyRange,
  numberIn,
  oneOf,
  type ParseValue,
  powerOfTwo,
  zeroOrOne,
} from './config-values.js';
import { parseQuirks, QUIRK_NAMES, type Quirk } from './quirks.js';

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

interface SimKey {
  /** Description of a valid value, for the error message. */
  readonly expected: string;
  /** Returns `config` with the parsed value; undefined if the value is invalid. */
  readonly apply: (config: SimConfig, text: string) => SimConfig | undefined;
}

function key<Field extends keyof SimConfig>(
  field: Field,
  expected: string,
  parse: ParseValue<SimConfig[Field]>,
): SimKey {
  return {
    expected,
    apply: (config, text) => {
      const value = parse(text);
      return value === undefined ? undefined : { ...config, [field]: value };
    },
  };
}

const words = <const Word extends string>(...known: Word[]) =>
  [known.join(' or '), oneOf(...known)] as const;

const ZERO_OR_ONE = ['0 or 1', zeroOrOne] as const;

const KEY_PARSERS: Readonly<Record<string, SimKey>> = {
  RATE_PPM: key('ratePpm', 'parts per million from -500000 to 500000', numberIn(-5e5, 5e5)),
  SPEED: key('speed', 'a number from 1 to 1000', numberIn(1, 1000)),
  STEP: key('hwPtrStep', 'frames from 1 to 65536', integerIn(1, 65_536)),
  CAPTURE_PPM: key('capturePpm', 'parts per million from -10000 to 10000', numberIn(-1e4, 1e4)),
  STATUS: key('statusPage', ...words('mapped', 'refused')),
  CONTROL: key('controlPage', ...words('mapped', 'refused')),
  ACCESS: key('access', ...words('interleaved', 'noninterleaved', 'both', 'rw')),
  LAYOUT: key('layout', ...words('shared', 'per-channel')),
  LOOP: key('loop', ...ZERO_OR_ONE),
  LOOP_DELAY: key('loopDelay', 'frames from 256 to 24000', numberIn(256, 24_000)),
  LOOP_GAIN: key('loopGain', 'a factor from -100 to 100', numberIn(-100, 100)),
  LOOP_NOISE: key('loopNoise', 'dBFS from -140 to 0', numberIn(-140, 0)),
  READ_AHEAD: key('readAhead', 'frames from 0 to 1024', integerIn(0, 1024)),
  CAPTURE_LAG: key('captureLag', 'frames from 0 to 1024', integerIn(0, 1024)),
  SIGNAL: key('signal', ...words('sine', 'pattern', 'silence')),
  FORMATS: key('formats', `formats separated by colons, of ${FORMAT_NAMES.join(', ')}`, formatList),
  RATES: key('rates', 'MIN:MAX from 1000 to 768000 (Hz)', integerRange(1000, 768_000)),
  CHANNELS: key('channels', 'MIN:MAX from 1 to 64', integerRange(1, 64)),
  PERIOD_WAKEUP: key('periodWakeup', ...words('optional', 'always')),
  BOUNDARY: key('boundaryBuffers', 'a power of two from 2 (buffer sizes)', powerOfTwo),
  DIRECTION: key('direction', ...words('both', 'playback', 'capture')),
  UNPLUG: key('unplug', 'a frame number', integerIn(0, 2 ** 53)),
  STALL: key('stall', 'a frame number', integerIn(0, 2 ** 53)),
  BACKSTEP: key('backstep', 'FRAME:FRAMES', frameAndCount),
  JUMP: key('jump', 'FRAME:FRAMES', frameAndCount),
  XRUN: key('xrun', 'FRAME or FRAME:EVERY', frameAndOptional(0, 2 ** 53)),
  SUSPEND: key('suspend', 'FRAME or FRAME:MS', frameAndOptional(0, 3_600_000)),
  RESUME: key('resume', ...words('yes', 'no')),
  WAKEUP_LATENCY: key(
    'wakeupLatencyUs',
    'microseconds as US, MIN:MAX or MIN:MAX:EVERY',
    latencyRange,
  ),
  QUIRK: key('quirks', `quirks separated by colons, of ${QUIRK_NAMES.join(', ')}`, parseQuirks),
  BUSY: key('busy', ...ZERO_OR_ONE),
  DUMP: key('dumpPath', 'the path of a file', (path) => path || undefined),
};

/** Keys of `sim:KEY=VALUE,...` in upper case, each with a description of its valid values. */
export const SIM_KEYS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(KEY_PARSERS).map(([name, { expected }]) => [name, expected]),
);

/** Much longer than a time slice of the DMA engines. */
export const DEFAULT_LOOP_DELAY_FRAMES = 4096;

const DEFAULT_CONFIG: SimConfig = {
  ratePpm: 0,
  capturePpm: 0,
  speed: 1,
  hwPtrStep: 1,
  statusPage: 'mapped',
  controlPage: 'mapped',
  access: 'both',
  layout: 'shared',
  loop: false,
  loopDelay: DEFAULT_LOOP_DELAY_FRAMES,
  loopGain: 1,
  loopNoise: Number.NEGATIVE_INFINITY,
  readAhead: 0,
  captureLag: 0,
  signal: 'sine',
  formats: FORMAT_NAMES,
  rates: [8000, 192_000],
  channels: [1, 32],
  periodWakeup: 'optional',
  boundaryBuffers: 0,
  direction: 'both',
  unplug: 0,
  stall: 0,
  backstep: [0, 0],
  jump: [0, 0],
  xrun: [0, 0],
  suspend: [0, 0],
  resume: 'yes',
  wakeupLatencyUs: [0, 0, 0],
  quirks: [],
  busy: false,
  dumpPath: '',
};

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
  const list = name.slice('sim:'.length);
  let config = DEFAULT_CONFIG;
  for (const part of list === '' ? [] : list.split(',')) {
    const [keyText = '', ...rest] = part.split('=');
    const simKey = KEY_PARSERS[keyText.toUpperCase()];
    if (simKey === undefined) {
      throw usageError(name, `unknown key "${keyText}"; keys: ${Object.keys(SIM_KEYS).join(', ')}`);
    }
    const value = rest.join('=');
    const changed = simKey.apply(config, value);
    if (changed === undefined) {
      const problem = `${keyText.toUpperCase()}: expected ${simKey.expected}, got "${value}"`;
      throw usageError(name, problem);
    }
    config = changed;
  }
  return requireOneClock(name, resolveLayout(name, config));
}

/** The cable passes one sample for one: both sides must count the same frames. */
function requireOneClock(name: string, config: SimConfig): SimConfig {
  if (!config.loop || config.capturePpm === 0) return config;
  throw usageError(name, 'CAPTURE_PPM cannot be combined with LOOP=1');
}

/** Channels at offsets of their own cannot be interleaved. */
function resolveLayout(name: string, config: SimConfig): SimConfig {
  if (config.layout === 'shared' || config.access === 'noninterleaved') return config;
  if (config.access === 'both') return { ...config, access: 'noninterleaved' };
  const problem = `LAYOUT=per-channel requires ACCESS=noninterleaved, got ACCESS=${config.access}`;
  throw usageError(name, problem);
}

function usageError(name: string, problem: string): AlsaMmapError {
  return new AlsaMmapError('USAGE', `${name}: ${problem}`, { device: name });
}
