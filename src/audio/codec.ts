import { AlsaMmapError } from '../device/errors.js';
import type { FormatName, SampleFormat } from '../device/format.js';

/** A typed array over ring memory; `Uint8Array` for S24_3LE, whose samples lie on no boundary. */
export type SampleView = Int16Array | Int32Array | Float32Array | Uint8Array;

/**
 * Reads and writes one sample in memory, and converts it to and from unit scale, on which digital
 * full scale is 1.
 *
 * Integers use the symmetric scale 2^(width-1) both ways: `fromUnit(-1)` is `min`, `fromUnit(1)` is
 * clipped to `max`, and `toUnit(fromUnit(x))` is within half a step of x up to half a step above
 * `max`. Nothing here allocates except `view`.
 */
export interface SampleCodec {
  readonly format: SampleFormat;
  /** Elements of the view that one sample takes: 1, and 3 for S24_3LE. */
  readonly elements: 1 | 3;
  /** The raw value of silence: 0. */
  readonly silence: number;
  /** The raw range; -1 and 1 for floats, which may lie outside it. */
  readonly min: number;
  readonly max: number;
  /**
   * The whole samples in `byteLength` bytes of `buffer` from `byteOffset` on.
   * @throws {AlsaMmapError} RANGE where the offset is not a multiple of the element's size.
   */
  view(buffer: ArrayBufferLike, byteOffset: number, byteLength: number): SampleView;
  /**
   * The raw sample at element `index`: an integer of `width` bits, sign-extended (S24_LE: from the
   * low three bytes, whatever the fourth holds), or the float itself.
   */
  get(view: SampleView, index: number): number;
  /** Stores a raw sample, `min` to `max`, at element `index`. */
  set(view: SampleView, index: number, raw: number): void;
  /** [-1, 1] to raw, rounded to nearest and clipped; NaN becomes 0. */
  fromUnit(value: number): number;
  /** Raw to [-1, 1); a float as it is, NaN and overs included. */
  toUnit(raw: number): number;
}

type Storage = Pick<SampleCodec, 'elements' | 'get' | 'set'> & {
  readonly array: new (buffer: ArrayBufferLike, byteOffset: number, length: number) => SampleView;
  readonly elementBytes: 1 | 2 | 4;
};

const plain = {
  elements: 1,
  get: (view: SampleView, index: number) => view[index]!,
  set: (view: SampleView, index: number, raw: number) => {
    view[index] = raw;
  },
} as const;

const STORAGE: Record<FormatName, Storage> = {
  S16_LE: { ...plain, array: Int16Array, elementBytes: 2 },
  S32_LE: { ...plain, array: Int32Array, elementBytes: 4 },
  FLOAT_LE: { ...plain, array: Float32Array, elementBytes: 4 },
  S24_LE: {
    ...plain,
    array: Int32Array,
    elementBytes: 4,
    get: (view, index) => (view[index]! << 8) >> 8,
  },
  S24_3LE: {
    array: Uint8Array,
    elementBytes: 1,
    elements: 3,
    get: (view, index) => view[index]! | (view[index + 1]! << 8) | ((view[index + 2]! << 24) >> 8),
    set: (view, index, raw) => {
      view[index] = raw;
      view[index + 1] = raw >> 8;
      view[index + 2] = raw >> 16;
    },
  },
};

/** The codec of a format. */
export function sampleCodec(format: SampleFormat): SampleCodec {
  const { array, elementBytes, ...access } = STORAGE[format.name];
  return {
    format,
    silence: 0,
    ...access,
    ...(format.kind === 'float' ? FLOAT_SCALE : signedScale(format.width)),
    view(buffer, byteOffset, byteLength) {
      if (byteOffset % elementBytes !== 0) throw misaligned(format, byteOffset, elementBytes);
      return new array(buffer, byteOffset, Math.floor(byteLength / elementBytes));
    },
  };
}

type Scale = Pick<SampleCodec, 'min' | 'max' | 'fromUnit' | 'toUnit'>;

function signedScale(width: number): Scale {
  const scale = 2 ** (width - 1);
  const min = -scale;
  const max = scale - 1;
  return {
    min,
    max,
    fromUnit(value) {
      const scaled = value * scale;
      if (scaled >= max) return max;
      if (scaled <= min) return min;
      // The int32 conversion makes 0 of NaN and of -0.
      return Math.round(scaled) | 0;
    },
    toUnit: (raw) => raw / scale,
  };
}

const FLOAT_SCALE: Scale = {
  min: -1,
  max: 1,
  fromUnit(value) {
    if (value >= 1) return 1;
    if (value <= -1) return -1;
    return Number.isNaN(value) ? 0 : Math.fround(value);
  },
  toUnit: (raw) => raw,
};

function misaligned(format: SampleFormat, byteOffset: number, multiple: number): AlsaMmapError {
  return new AlsaMmapError(
    'RANGE',
    `${format.name} samples cannot start at byte ${byteOffset}: give a multiple of ${multiple}`,
  );
}
