import type { SampleFormat } from '../device/format.js';

/** Typed array over samples; a byte array for 3-byte samples, which are not aligned. */
export type SampleView =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array;

type ViewConstructor = {
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): SampleView;
  readonly BYTES_PER_ELEMENT: number;
};

/** Memory layout of the samples of a format. */
export interface SampleStorage {
  readonly arrayType: ViewConstructor;
  /** Elements of the view per sample: 3 for packed bytes, 2 for FLOAT64_BE, else 1. */
  readonly elements: 1 | 2 | 3;
  /**
   * Returns the raw sample at element `index`: a signed or unsigned integer of `width` bits, with
   * the padding above it ignored, or the float itself.
   */
  get(view: SampleView, index: number): number;
  /** Stores a raw sample, `min` to `max`, at element `index`; sign-extends it into the padding. */
  set(view: SampleView, index: number, raw: number): void;
}

export function sampleStorage(format: SampleFormat): SampleStorage {
  if (format.bytes === 3) return packed(format);
  return format.byteOrder === 'little' ? littleEndian(format) : bigEndian(format);
}

const NATIVE_ACCESS = {
  elements: 1,
  get: (view: SampleView, index: number) => view[index]!,
  set: (view: SampleView, index: number, raw: number) => {
    view[index] = raw;
  },
} as const;

function littleEndian({ bytes, width, kind }: SampleFormat): SampleStorage {
  const signed = kind === 'signed';
  if (kind === 'float')
    return { ...NATIVE_ACCESS, arrayType: bytes === 8 ? Float64Array : Float32Array };
  if (bytes === 1) return { ...NATIVE_ACCESS, arrayType: signed ? Int8Array : Uint8Array };
  if (bytes === 2) return { ...NATIVE_ACCESS, arrayType: signed ? Int16Array : Uint16Array };
  if (width === 32) return { ...NATIVE_ACCESS, arrayType: signed ? Int32Array : Uint32Array };
  const unused = 32 - width;
  return {
    ...NATIVE_ACCESS,
    arrayType: Int32Array,
    get: signed
      ? (view, index) => (view[index]! << unused) >> unused
      : (view, index) => (view[index]! << unused) >>> unused,
  };
}

function bigEndian({ bytes, width, kind }: SampleFormat): SampleStorage {
  if (kind === 'float') return bytes === 8 ? FLOAT64_BE : FLOAT32_BE;
  const size = bytes === 2 ? 16 : 32;
  const unused = 32 - width;
  return {
    arrayType: size === 16 ? Int16Array : Int32Array,
    elements: 1,
    get:
      kind === 'signed'
        ? (view, index) => ((swap32(view[index]!) >> (32 - size)) << unused) >> unused
        : (view, index) => ((swap32(view[index]!) >> (32 - size)) << unused) >>> unused,
    set: (view, index, raw) => {
      view[index] = swap32(raw) >> (32 - size);
    },
  };
}

function packed({ width, kind, byteOrder }: SampleFormat): SampleStorage {
  const unused = 32 - width;
  // Byte offsets of the lowest and the highest byte within the sample.
  const low = byteOrder === 'little' ? 0 : 2;
  const high = 2 - low;
  const bits = (view: SampleView, index: number) =>
    view[index + low]! | (view[index + 1]! << 8) | (view[index + high]! << 16);
  return {
    arrayType: Uint8Array,
    elements: 3,
    get:
      kind === 'signed'
        ? (view, index) => (bits(view, index) << unused) >> unused
        : (view, index) => (bits(view, index) << unused) >>> unused,
    set: (view, index, raw) => {
      view[index + low] = raw;
      view[index + 1] = raw >> 8;
      view[index + high] = raw >> 16;
    },
  };
}

/** Reverses the bytes of the low 32 bits; returns a signed integer. */
function swap32(bits: number): number {
  return (bits << 24) | ((bits & 0xff00) << 8) | ((bits >> 8) & 0xff00) | ((bits >> 24) & 0xff);
}

// A byte-reversed float must not be handled as a float: it may be a NaN, whose bits can change.
const double = new Float64Array(1);
const words = new Int32Array(double.buffer);
const single = new Float32Array(double.buffer);

const FLOAT32_BE: SampleStorage = {
  arrayType: Int32Array,
  elements: 1,
  get: (view, index) => {
    words[0] = swap32(view[index]!);
    return single[0]!;
  },
  set: (view, index, raw) => {
    single[0] = raw;
    view[index] = swap32(words[0]!);
  },
};

const FLOAT64_BE: SampleStorage = {
  arrayType: Int32Array,
  elements: 2,
  get: (view, index) => {
    words[1] = swap32(view[index]!);
    words[0] = swap32(view[index + 1]!);
    return double[0]!;
  },
  set: (view, index, raw) => {
    double[0] = raw;
    view[index] = swap32(words[1]!);
    view[index + 1] = swap32(words[0]!);
  },
};
