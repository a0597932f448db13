import { findFormat, type SampleFormat } from '../device/format.js';
import { type FmtFields, WAVE_FORMAT_IEEE_FLOAT, WAVE_FORMAT_PCM } from './wav-fmt.js';

/** Format of the bytes in a file, with the faults of the `fmt ` chunk that were corrected. */
export interface StoredFormat {
  readonly stored: SampleFormat;
  readonly warnings: readonly string[];
}

/** Formats by bytes per sample; those of more than one byte exist in both byte orders. */
const INTEGER_FORMATS: Record<number, string> = { 1: 'U8', 2: 'S16_', 3: 'S24_3', 4: 'S32_' };
const FLOAT_FORMATS: Record<number, string> = { 4: 'FLOAT_', 8: 'FLOAT64_' };

/**
 * Returns the format in which a file stores its samples. 24 bits in 4 bytes, as arecord writes
 * S24_LE, are the lowest bits. A block align of 0 or of a single channel is corrected; a problem is
 * returned for any other that does not fit the sample size, and empty for an unsupported coding.
 */
export function storedSampleFormat(
  fmt: FmtFields,
  byteOrder: 'little' | 'big',
): StoredFormat | { problem: string } {
  const { formatTag, channels, rateHz, blockAlign, bitsPerSample, hasStandardSubformat } = fmt;
  if (channels === 0) return { problem: '0 channels' };
  if (rateHz === 0) return { problem: 'rate 0 Hz' };
  const tables: Record<number, Record<number, string>> = {
    [WAVE_FORMAT_PCM]: INTEGER_FORMATS,
    [WAVE_FORMAT_IEEE_FLOAT]: FLOAT_FORMATS,
  };
  const bytes = Math.ceil(bitsPerSample / 8);
  const name = hasStandardSubformat ? tables[formatTag]?.[bytes] : undefined;
  if (name === undefined) return { problem: '' };
  const suffix = byteOrder === 'little' ? 'LE' : 'BE';
  const find = (base: string) => findFormat(bytes === 1 ? base : `${base}${suffix}`)!;
  const expected = channels * bytes;
  if (blockAlign === expected) return { stored: find(name), warnings: [] };
  if (bitsPerSample === 24 && blockAlign === channels * 4)
    return { stored: find('S24_'), warnings: [] };
  if (blockAlign !== 0 && blockAlign !== bytes)
    return { problem: `a frame should take ${expected} bytes` };
  const warning = `the header has ${blockAlign} bytes per frame; read as ${expected}`;
  return { stored: find(name), warnings: [warning] };
}
