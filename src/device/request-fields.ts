import {
  type FieldTable,
  flag,
  integer,
  objectOf,
  oneOf,
  type ValueCheck,
} from './check-fields.js';
import { findFormat } from './format.js';
import { ACCESS_NAMES, type PcmRequest, TstampType } from './params.js';

/** Limit of the kernel's parameters; whether a device has a smaller value is its own answer. */
const MAX_UINT = 2 ** 32 - 1;
/** Limit of a period and of a ring, in frames. */
export const MAX_FRAMES = 2 ** 31;
const MAX_NS = 1e18;

export const DIRECTION: ValueCheck = { ...oneOf(['playback', 'capture']), required: true };

/** One name, or a list of them in order of preference. */
const FORMAT: ValueCheck = {
  expected: 'a sample format such as S16_LE, or a list of them',
  accepts: (value) =>
    isListOf(Array.isArray(value) ? value : [value], (name) => findFormat(name) !== undefined),
};

const ACCESS: ValueCheck = {
  expected: `a list of ${ACCESS_NAMES.join(', ')}`,
  accepts: (value) => isListOf(value, (name) => ACCESS_NAMES.some((known) => known === name)),
};

const SIZE: ValueCheck = {
  expected: `{ frames } with an integer from 1 to ${MAX_FRAMES}, or { ns } with a number above 0`,
  accepts(value) {
    if (typeof value !== 'object' || value === null) return false;
    const [[key, length] = [], ...more] = Object.entries(value);
    if (more.length > 0 || typeof length !== 'number') return false;
    if (key === 'ns') return length > 0 && length <= MAX_NS;
    return key === 'frames' && Number.isInteger(length) && length >= 1 && length <= MAX_FRAMES;
  },
};

const STOP_THRESHOLD: ValueCheck = {
  expected: 'an integer above 0 (frames), or "never"',
  // A boundary, which can be above 2^53, is an exact number.
  accepts: (value) =>
    value === 'never' || (Number.isInteger(value) && Number(value) >= 1 && Number(value) < 2 ** 63),
};

/** Fields of a request that streams take as well. */
export const COMMON_FIELDS = {
  format: FORMAT,
  channels: integer(1, MAX_UINT),
  preferredChannels: integer(1, MAX_UINT),
  rateHz: integer(1, MAX_UINT, 'Hz'),
  periodSize: SIZE,
  bufferSize: SIZE,
  periodWakeup: flag,
} as const;

const REQUEST_FIELDS: FieldTable<PcmRequest> = {
  ...COMMON_FIELDS,
  direction: DIRECTION,
  access: ACCESS,
  availMin: integer(1, Number.MAX_SAFE_INTEGER, 'frames'),
  stopThreshold: STOP_THRESHOLD,
  autoSilence: flag,
  tstampType: oneOf(Object.keys(TstampType)),
};

/** Check of the request of a device. */
export const REQUEST: ValueCheck = { ...objectOf(REQUEST_FIELDS), required: true };

function isListOf(value: unknown, accepts: (name: string) => boolean): boolean {
  if (!Array.isArray(value) || value.length === 0) return false;
  return value.every((name) => typeof name === 'string' && accepts(name));
}
