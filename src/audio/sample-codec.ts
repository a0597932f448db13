import { AlsaMmapError } from '../device/errors.js';
import type { SampleFormat } from '../device/format.js';
import { type SampleScale, sampleScale } from './sample-scale.js';
import { type SampleStorage, type SampleView, sampleStorage } from './sample-storage.js';

export type { SampleView } from './sample-storage.js';

/**
 * Reads and writes one sample in memory, and converts it to and from unit scale, on which digital
 * full scale is 1.
 *
 * Integers use the symmetric scale 2^(width-1) both ways: `fromUnit(-1)` is `min`, `fromUnit(1)` is
 * clipped to `max`, and `toUnit(fromUnit(x))` is within half a step of x up to half a step above
 * the highest. Nothing here allocates except `view`.
 */
export interface SampleCodec extends SampleScale {
  readonly format: SampleFormat;
  /** Elements of the view that one sample takes: 3 for packed bytes, 2 for FLOAT64_BE, else 1. */
  readonly elements: 1 | 2 | 3;
  /**
   * The whole samples in `byteLength` bytes of `buffer` from `byteOffset` on.
   * @throws {AlsaMmapError} RANGE where the offset is not a multiple of the element's size.
   */
  view(buffer: ArrayBufferLike, byteOffset: number, byteLength: number): SampleView;
  /**
   * The raw sample at element `index`: an integer of `width` bits, negative or from 0 on as the
   * format has it, whatever the padding above it holds; or the float itself.
   */
  get(view: SampleView, index: number): number;
  /** Stores a raw sample, `min` to `max`, at element `index`; padding gets the sign. */
  set(view: SampleView, index: number, raw: number): void;
}

const codecs = new Map<SampleFormat, SampleCodec>();

/** The codec of a format: always the same, so that code compiled for one stream serves the next. */
export function sampleCodec(format: SampleFormat): SampleCodec {
  const known = codecs.get(format) ?? makeCodec(format);
  codecs.set(format, known);
  return known;
}

function makeCodec(format: SampleFormat): SampleCodec {
  const { arrayType, elements, get, set }: SampleStorage = sampleStorage(format);
  return {
    format,
    elements,
    get,
    set,
    ...sampleScale(format),
    view(buffer, byteOffset, byteLength) {
      const elementBytes = arrayType.BYTES_PER_ELEMENT;
      if (byteOffset % elementBytes !== 0) throw misaligned(format, byteOffset, elementBytes);
      const wholeSamples = Math.floor(byteLength / format.bytes);
      return new arrayType(buffer, byteOffset, wholeSamples * elements);
    },
  };
}

function misaligned(format: SampleFormat, byteOffset: number, multiple: number): AlsaMmapError {
  return new AlsaMmapError(
    'RANGE',
    `${format.name} samples cannot start at byte ${byteOffset}: give a multiple of ${multiple}`,
  );
}
