import { AlsaMmapError } from '../device/errors.js';
import type { SampleFormat } from '../device/format.js';
import { type SampleScale, sampleScale } from './sample-scale.js';
import { type SampleStorage, type SampleView, sampleStorage } from './sample-storage.js';

export type { SampleView } from './sample-storage.js';

/**
 * Codec of one sample format: reads and writes a sample in memory, and converts it to and from
 * normalized values, in which full scale is 1.
 *
 * Integers use the scale 2^(width-1) both ways: `fromNormalized(-1)` is `min`, `fromNormalized(1)`
 * is clipped to `max`, and `toNormalized(fromNormalized(x))` is within half a step of x, up to half
 * a step above `max`. Only `view` allocates.
 *
 */
export interface SampleCodec extends SampleScale, Omit<SampleStorage, 'arrayType'> {
  readonly format: SampleFormat;
  /**
   * Returns a view of the whole samples in `byteLength` bytes of `buffer` from `byteOffset` on.
   * @throws {AlsaMmapError} RANGE if the offset is not a multiple of the element's size
   */
  view(buffer: ArrayBufferLike, byteOffset: number, byteLength: number): SampleView;
}

const codecs = new Map<SampleFormat, SampleCodec>();

/**
 * Returns the codec of a format. There is one object per format, so that code compiled for one
 * stream is used for the next.
 * @example
 * import { findFormat, sampleCodec } from 'alsa-mmap';
 *
 * const codec = sampleCodec(findFormat('S16_LE')!);
 * console.log(codec.fromNormalized(0.5)); // 16384
 */
export function sampleCodec(format: SampleFormat): SampleCodec {
  const known = codecs.get(format) ?? makeCodec(format);
  codecs.set(format, known);
  return known;
}

function makeCodec(format: SampleFormat): SampleCodec {
  const { arrayType, elements, get, set } = sampleStorage(format);
  return {
    format,
    elements,
    get,
    set,
    ...sampleScale(format),
    view(buffer, byteOffset, byteLength) {
      const elementBytes = arrayType.BYTES_PER_ELEMENT;
      if (byteOffset % elementBytes !== 0) {
        throw new AlsaMmapError(
          'RANGE',
          `${format.name} samples: expected a byte offset that is a multiple of ` +
            `${elementBytes}, got ${byteOffset}`,
        );
      }
      const wholeSamples = Math.floor(byteLength / format.bytes);
      return new arrayType(buffer, byteOffset, wholeSamples * elements);
    },
  };
}
