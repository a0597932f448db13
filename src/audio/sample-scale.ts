import type { SampleFormat } from '../device/format.js';

/** Conversion between raw samples of a format and normalized values, in which full scale is 1. */
export interface SampleScale {
  /** Raw value of silence: the middle of the range. */
  readonly silence: number;
  /** Raw range; -1 and 1 for floats, which may exceed it. */
  readonly min: number;
  readonly max: number;
  /** Converts [-1, 1] to raw, rounded to nearest and clipped; NaN becomes silence. */
  fromNormalized(value: number): number;
  /** Converts raw to [-1, 1); a float is unchanged, including NaN and values above full scale. */
  toNormalized(raw: number): number;
}

export function sampleScale({ kind, width }: SampleFormat): SampleScale {
  if (kind === 'float') return width === 64 ? FLOAT64_SCALE : FLOAT32_SCALE;
  return kind === 'signed' ? signedScale(width) : unsignedScale(width);
}

function signedScale(width: number): SampleScale {
  const scale = 2 ** (width - 1);
  const min = -scale;
  const max = scale - 1;
  return {
    silence: 0,
    min,
    max,
    fromNormalized(value) {
      const scaled = value * scale;
      if (scaled >= max) return max;
      if (scaled <= min) return min;
      // `| 0` converts NaN and -0 to 0.
      return Math.round(scaled) | 0;
    },
    toNormalized: (raw) => raw / scale,
  };
}

/** Signed scale, offset so that it begins at 0. */
function unsignedScale(width: number): SampleScale {
  const signed = signedScale(width);
  const middle = -signed.min;
  return {
    silence: middle,
    min: 0,
    max: signed.max + middle,
    fromNormalized: (value) => signed.fromNormalized(value) + middle,
    toNormalized: (raw) => signed.toNormalized(raw - middle),
  };
}

const FLOAT32_SCALE: SampleScale = {
  silence: 0,
  min: -1,
  max: 1,
  fromNormalized: (value) => Math.fround(clipToUnit(value)),
  toNormalized: (raw) => raw,
};

const FLOAT64_SCALE: SampleScale = { ...FLOAT32_SCALE, fromNormalized: clipToUnit };

function clipToUnit(value: number): number {
  if (value >= 1) return 1;
  if (value <= -1) return -1;
  return Number.isNaN(value) ? 0 : value;
}
