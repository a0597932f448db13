import { SAMPLE_FORMATS, type SampleFormat } from '../device/format.js';
import { type FmtFields, WAVE_FORMAT_IEEE_FLOAT, WAVE_FORMAT_PCM, wavLayout } from './wav-fmt.js';

/** Widths of integers that a file stores in 24 bits and that have ring formats of their own. */
const WIDTHS_PADDED_TO_24 = [18, 20];

/**
 * Returns the ring formats that hold the samples of a file bit for bit, in order of preference:
 * those of the same width, starting with the file's own layout, then 24-bit formats for 18 or 20
 * valid bits in a 24-bit container. Empty if the file has no such format.
 */
export function ringFormatsFor(fmt: FmtFields): SampleFormat[] {
  const width = sampleWidth(fmt);
  if (width === undefined) return [];
  const isFloat = fmt.formatTag === WAVE_FORMAT_IEEE_FLOAT;
  const widths = WIDTHS_PADDED_TO_24.includes(width) ? [width, 24] : [width];
  return widths.flatMap((bits) => {
    const formats = SAMPLE_FORMATS.filter(
      (format) => format.width === bits && (format.kind === 'float') === isFloat,
    );
    return [
      ...formats.filter(isWavLayoutIdentical),
      ...formats.filter((format) => !isWavLayoutIdentical(format)),
    ];
  });
}

/**
 * Returns the formats of more bits that hold integers of `format` exactly, in ascending order of
 * their bits; none for a float.
 */
export function widerFormats({ kind, width }: SampleFormat): SampleFormat[] {
  if (kind === 'float') return [];
  return SAMPLE_FORMATS.filter((format) => format.kind !== 'float' && format.width > width).sort(
    (a, b) => a.width - b.width,
  );
}

/** Returns true if samples of the format have the same bytes in a file as in the ring. */
export function isWavLayoutIdentical(format: SampleFormat): boolean {
  const { bytes, bitsPerSample } = wavLayout(format);
  return (
    format.byteOrder === 'little' &&
    format.bytes === bytes &&
    format.width === bitsPerSample &&
    (format.kind === 'float' || format.kind === wavIntegerKind(bitsPerSample))
  );
}

/** Returns the signedness of integers in a WAV file, by the width of their container. */
export function wavIntegerKind(bitsPerSample: number): 'unsigned' | 'signed' {
  return bitsPerSample === 8 ? 'unsigned' : 'signed';
}

/** Returns the significant bits of a sample; undefined if no ring format has such samples. */
function sampleWidth({ formatTag, bitsPerSample, validBits, hasStandardSubformat }: FmtFields) {
  const containerBits = Math.ceil(bitsPerSample / 8) * 8;
  if (!hasStandardSubformat) return undefined;
  if (formatTag === WAVE_FORMAT_IEEE_FLOAT) {
    return bitsPerSample === 32 || bitsPerSample === 64 ? bitsPerSample : undefined;
  }
  if (formatTag !== WAVE_FORMAT_PCM || containerBits > 32) return undefined;
  const narrow = containerBits === 24 && WIDTHS_PADDED_TO_24.includes(validBits);
  return narrow ? validBits : containerBits;
}
