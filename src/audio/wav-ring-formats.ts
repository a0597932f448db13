import { SAMPLE_FORMATS, type SampleFormat } from '../device/format.js';
import { type FmtFields, WAVE_FORMAT_IEEE_FLOAT, WAVE_FORMAT_PCM, wavLayout } from './wav-fmt.js';

/** Integers that are stored in 24 bits; a ring has formats of their own for them. */
const WIDTHS_PADDED_TO_24 = [18, 20];

/**
 * The ring formats that carry the samples of such a file bit for bit, in order of preference: those
 * of the same width, first the one that has the file's own bytes. The 18 or 20 bits of a 24-bit
 * container are carried by 24 bits as well. Empty where there is none.
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

/** The file that a ring of this format becomes holds the very same bytes. */
export function isWavLayoutIdentical(format: SampleFormat): boolean {
  const { bytes, bitsPerSample } = wavLayout(format);
  const kind = bitsPerSample === 8 ? 'unsigned' : 'signed';
  return (
    format.byteOrder === 'little' &&
    format.bytes === bytes &&
    format.width === bitsPerSample &&
    (format.kind === 'float' || format.kind === kind)
  );
}

/** The bits of a sample that count; undefined where no ring format has such samples. */
function sampleWidth(fmt: FmtFields): number | undefined {
  const { formatTag, channels, blockAlign, bitsPerSample, validBits, hasStandardSubformat } = fmt;
  const containerBits = Math.ceil(bitsPerSample / 8) * 8;
  if (!hasStandardSubformat || channels * containerBits !== blockAlign * 8) return undefined;
  if (formatTag === WAVE_FORMAT_IEEE_FLOAT) {
    return bitsPerSample === 32 || bitsPerSample === 64 ? bitsPerSample : undefined;
  }
  if (formatTag !== WAVE_FORMAT_PCM || containerBits > 32) return undefined;
  const narrow = containerBits === 24 && WIDTHS_PADDED_TO_24.includes(validBits);
  return narrow ? validBits : containerBits;
}
