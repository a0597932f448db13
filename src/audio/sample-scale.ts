import type { SampleFormat } from '../device/format.js';

/** How raw samples of a format and unit scale, on which digital full scale is 1, become each other. */
export interface SampleScale {
  /** The raw value of silence: the middle of the range. */
  readonly silence: number;
  /** The raw range; -1 and 1 for floats, which may lie outside it. */
  readonly min: number;
  readonly max: number;
  /** [-1, 1] to raw, rounded to nearest and clipped; NaN becomes silence. */
  fromNormalized(value: number): number;
  /** Raw to [-1, 1); a float as it is, NaN and overs included. */
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
      // The int32 conversion makes 0 of NaN and of -0.
      return Math.round(scaled) | 0;
    },
    toNormalized: (raw) => raw / scale,
  };
}

/** The signed scale, moved up until it begins at 0. */
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
