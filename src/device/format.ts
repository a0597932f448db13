/**
 * A linear sample format: significant and stored bits, and the kernel's number
 * (`SNDRV_PCM_FORMAT_*`, sound/asound.h). A sample of one channel takes `bytes` bytes; the
 * significant bits are the lowest.
 */
export interface SampleFormat {
  readonly name: FormatName;
  /** `SNDRV_PCM_FORMAT_*`. */
  readonly kernelNumber: number;
  /** Significant bits. */
  readonly width: 8 | 16 | 18 | 20 | 24 | 32 | 64;
  /** Bytes per sample in memory, padding included. */
  readonly bytes: 1 | 2 | 3 | 4 | 8;
  /**
   * Two's complement; or offset binary with silence in the middle of 0 to 2^width - 1; or IEEE 754.
   */
  readonly kind: 'signed' | 'unsigned' | 'float';
  /** Irrelevant for one-byte formats. */
  readonly byteOrder: 'little' | 'big';
}

/** In order of preference for callers that request no format. */
const FORMAT_TABLE = [
  ['S16_LE', 2, 16, 2, 'signed'],
  ['S32_LE', 10, 32, 4, 'signed'],
  ['S24_LE', 6, 24, 4, 'signed'],
  ['S24_3LE', 32, 24, 3, 'signed'],
  ['FLOAT_LE', 14, 32, 4, 'float'],
  ['FLOAT64_LE', 16, 64, 8, 'float'],
  ['S20_3LE', 36, 20, 3, 'signed'],
  ['S20_LE', 25, 20, 4, 'signed'],
  ['S18_3LE', 40, 18, 3, 'signed'],
  ['S16_BE', 3, 16, 2, 'signed'],
  ['S32_BE', 11, 32, 4, 'signed'],
  ['S24_3BE', 33, 24, 3, 'signed'],
  ['S24_BE', 7, 24, 4, 'signed'],
  ['FLOAT_BE', 15, 32, 4, 'float'],
  ['FLOAT64_BE', 17, 64, 8, 'float'],
  ['S20_3BE', 37, 20, 3, 'signed'],
  ['S20_BE', 26, 20, 4, 'signed'],
  ['S18_3BE', 41, 18, 3, 'signed'],
  ['U16_LE', 4, 16, 2, 'unsigned'],
  ['U32_LE', 12, 32, 4, 'unsigned'],
  ['U24_3LE', 34, 24, 3, 'unsigned'],
  ['U24_LE', 8, 24, 4, 'unsigned'],
  ['U20_3LE', 38, 20, 3, 'unsigned'],
  ['U20_LE', 27, 20, 4, 'unsigned'],
  ['U18_3LE', 42, 18, 3, 'unsigned'],
  ['U16_BE', 5, 16, 2, 'unsigned'],
  ['U32_BE', 13, 32, 4, 'unsigned'],
  ['U24_3BE', 35, 24, 3, 'unsigned'],
  ['U24_BE', 9, 24, 4, 'unsigned'],
  ['U20_3BE', 39, 20, 3, 'unsigned'],
  ['U20_BE', 28, 20, 4, 'unsigned'],
  ['U18_3BE', 43, 18, 3, 'unsigned'],
  ['U8', 1, 8, 1, 'unsigned'],
  ['S8', 0, 8, 1, 'signed'],
] as const;

/** Name of a linear sample format of the kernel, such as `S16_LE`. */
export type FormatName = (typeof FORMAT_TABLE)[number][0];

/** All linear formats of the kernel, in order of preference. */
export const SAMPLE_FORMATS: readonly SampleFormat[] = FORMAT_TABLE.map(
  ([name, kernelNumber, width, bytes, kind]) => ({
    name,
    kernelNumber,
    width,
    bytes,
    kind,
    byteOrder: name.endsWith('BE') ? 'big' : 'little',
  }),
);

/** Names of `SAMPLE_FORMATS`, in the same order. */
export const FORMAT_NAMES: readonly FormatName[] = SAMPLE_FORMATS.map((format) => format.name);

/**
 * Finds a format by name, case-insensitive; undefined if unknown, or not a string.
 * @example
 * import { findFormat } from 'alsa-mmap';
 *
 * const format = findFormat('s24_3le');
 * console.log(format?.width, format?.bytes); // 24 3
 */
export function findFormat(name: string): SampleFormat | undefined {
  if (typeof name !== 'string') return undefined;
  const wanted = name.toUpperCase();
  return SAMPLE_FORMATS.find((format) => format.name === wanted);
}

/** Format by kernel number; undefined if it is not linear. */
export function formatByKernelNumber(kernelNumber: number): SampleFormat | undefined {
  return SAMPLE_FORMATS.find((format) => format.kernelNumber === kernelNumber);
}

/**
 * Format that loses the least of `wanted`, without more bits than it needs; an integer format for
 * an integer format if there is one. Undefined if `offered` is empty.
 */
export function nearestFormat(
  wanted: SampleFormat,
  offered: readonly SampleFormat[],
): SampleFormat | undefined {
  const bits = ({ kind, width }: SampleFormat) => (kind === 'float' && width === 32 ? 24 : width);
  const isFloat = ({ kind }: SampleFormat) => kind === 'float';
  const cost = (format: SampleFormat) => {
    const more = bits(format) - bits(wanted);
    const otherKind = isFloat(format) === isFloat(wanted) ? 0 : 100;
    return more < 0 ? 1000 - more : otherKind + more;
  };
  return offered.toSorted((a, b) => cost(a) - cost(b))[0];
}
