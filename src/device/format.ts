/**
 * Linear sample formats: how many bits count, how many are stored, and the kernel's number
 * (`SNDRV_PCM_FORMAT_*`, sound/asound.h). One sample of one channel takes `bytes` bytes.
 */
export interface SampleFormat {
  readonly name: FormatName;
  /** `SNDRV_PCM_FORMAT_*`. */
  readonly kernelNumber: number;
  /** Significant bits. */
  readonly width: number;
  /** Bytes in memory a sample, padding included. */
  readonly bytes: 2 | 3 | 4;
  readonly kind: 'signed' | 'float';
}

export type FormatName = 'S16_LE' | 'S24_LE' | 'S24_3LE' | 'S32_LE' | 'FLOAT_LE';

/** Ordered by preference where the caller does not ask for one. */
export const SAMPLE_FORMATS: readonly SampleFormat[] = [
  { name: 'S16_LE', kernelNumber: 2, width: 16, bytes: 2, kind: 'signed' },
  { name: 'S32_LE', kernelNumber: 10, width: 32, bytes: 4, kind: 'signed' },
  { name: 'S24_LE', kernelNumber: 6, width: 24, bytes: 4, kind: 'signed' },
  { name: 'S24_3LE', kernelNumber: 32, width: 24, bytes: 3, kind: 'signed' },
  { name: 'FLOAT_LE', kernelNumber: 14, width: 32, bytes: 4, kind: 'float' },
];

export const FORMAT_NAMES: readonly FormatName[] = SAMPLE_FORMATS.map((format) => format.name);

/** The format of that name, case-insensitive; undefined where there is none. */
export function findFormat(name: string): SampleFormat | undefined {
  const wanted = name.toUpperCase();
  return SAMPLE_FORMATS.find((format) => format.name === wanted);
}

/** The format of that kernel number; undefined for one that is not linear or not supported. */
export function formatOfKernelNumber(kernelNumber: number): SampleFormat | undefined {
  return SAMPLE_FORMATS.find((format) => format.kernelNumber === kernelNumber);
}
