import type { SampleFormat } from '../device/format.js';
import { SIZE_UNKNOWN } from './riff.js';

/** Parameters of a WAV file. */
export interface WavParams {
  /** Format in the ring; the file holds `wavLayout(format)`. */
  readonly format: SampleFormat;
  readonly channels: number;
  readonly rateHz: number;
}

/** Layout of a sample in a file: little-endian; integers of 8 bits are unsigned, others signed. */
export interface WavLayout {
  /** Width of the container. */
  readonly bitsPerSample: 8 | 16 | 24 | 32 | 64;
  /** Number of significant bits, the highest of the container; those below are 0. */
  readonly validBits: SampleFormat['width'];
  /** Bytes per sample in the file. */
  readonly bytes: 1 | 2 | 3 | 4 | 8;
}

/** Fields of a `fmt ` chunk; `formatTag` is that of the sub-format if it is extensible. */
export interface FmtFields {
  readonly formatTag: number;
  readonly channels: number;
  readonly rateHz: number;
  readonly blockAlign: number;
  readonly bitsPerSample: number;
  /** Number of significant bits, the highest ones. */
  readonly validBits: number;
  /** True if the sub-format GUID stands for a tag, or the chunk is not extensible. */
  readonly hasStandardSubformat: boolean;
}

export const WAVE_FORMAT_PCM = 1;
export const WAVE_FORMAT_IEEE_FLOAT = 3;
const WAVE_FORMAT_EXTENSIBLE = 0xfffe;

const PCM_FMT_BYTES = 16;
const FLOAT_FMT_BYTES = 18;
/** Bytes of a `fmt ` chunk that are read; any further content is ignored. */
export const EXTENSIBLE_FMT_BYTES = 40;
/** Sub-format GUID after its first two bytes, which are the tag. */
const SUBFORMAT_TAIL = Buffer.from('000000001000800000aa00389b71', 'hex');
/** The same with big-endian numbers, after the first four bytes; sox writes little-endian ones. */
const SUBFORMAT_TAIL_BE = Buffer.from('00000010800000aa00389b71', 'hex');
const CHANNEL_MASKS: Record<number, number> = { 1: 0x4, 2: 0x3 };

/** Returns the file's layout for a ring format; `WavTranscoder` converts between the two. */
export function wavLayout({ width }: SampleFormat): WavLayout {
  if (width === 18 || width === 20) return { bitsPerSample: 24, validBits: width, bytes: 3 };
  const bytes = (width / 8) as WavLayout['bytes'];
  return { bitsPerSample: width, validBits: width, bytes };
}

/** Encodes the content of the `fmt ` chunk: 16 bytes, 18 for plain float, 40 if extensible. */
export function encodeFmt({ format, channels, rateHz }: WavParams): Uint8Array {
  const { bitsPerSample, validBits, bytes } = wavLayout(format);
  const tag = format.kind === 'float' ? WAVE_FORMAT_IEEE_FLOAT : WAVE_FORMAT_PCM;
  const extensible = channels > 2 || (tag === WAVE_FORMAT_PCM && bitsPerSample > 16);
  const plainBytes = tag === WAVE_FORMAT_PCM ? PCM_FMT_BYTES : FLOAT_FMT_BYTES;
  const fmt = Buffer.alloc(extensible ? EXTENSIBLE_FMT_BYTES : plainBytes);
  fmt.writeUInt16LE(extensible ? WAVE_FORMAT_EXTENSIBLE : tag, 0);
  fmt.writeUInt16LE(channels, 2);
  fmt.writeUInt32LE(rateHz, 4);
  // The byte rate only helps readers to size buffers, so it is clamped to 32 bits.
  fmt.writeUInt32LE(Math.min(rateHz * channels * bytes, SIZE_UNKNOWN), 8);
  fmt.writeUInt16LE(channels * bytes, 12);
  fmt.writeUInt16LE(bitsPerSample, 14);
  if (!extensible) return fmt;
  fmt.writeUInt16LE(EXTENSIBLE_FMT_BYTES - FLOAT_FMT_BYTES, 16);
  fmt.writeUInt16LE(validBits, 18);
  fmt.writeUInt32LE(CHANNEL_MASKS[channels] ?? 0, 20);
  fmt.writeUInt16LE(tag, 24);
  SUBFORMAT_TAIL.copy(fmt, 26);
  return fmt;
}

/** Decodes the content of a `fmt ` chunk; returns undefined if it is too short for its tag. */
export function decodeFmt(
  fmt: Buffer,
  byteOrder: 'little' | 'big' = 'little',
): FmtFields | undefined {
  if (fmt.length < PCM_FMT_BYTES) return undefined;
  const isBig = byteOrder === 'big';
  const word = (at: number) => (isBig ? fmt.readUInt16BE(at) : fmt.readUInt16LE(at));
  const outerTag = word(0);
  const extensible = outerTag === WAVE_FORMAT_EXTENSIBLE;
  if (extensible && fmt.length < EXTENSIBLE_FMT_BYTES) return undefined;
  const bitsPerSample = word(14);
  const guid = fmt.subarray(24, EXTENSIBLE_FMT_BYTES);
  const isGuidBig = isBig && SUBFORMAT_TAIL_BE.equals(guid.subarray(4));
  return {
    // A GUID begins with a 32-bit number, whose low half is the tag.
    formatTag: extensible ? word(isGuidBig ? 26 : 24) : outerTag,
    channels: word(2),
    rateHz: isBig ? fmt.readUInt32BE(4) : fmt.readUInt32LE(4),
    blockAlign: word(12),
    bitsPerSample,
    validBits: (extensible && word(18)) || bitsPerSample,
    hasStandardSubformat: !extensible || isGuidBig || SUBFORMAT_TAIL.equals(guid.subarray(2)),
  };
}

const FORMAT_TAG_NAMES: Record<number, string> = {
  [WAVE_FORMAT_PCM]: 'PCM',
  2: 'Microsoft ADPCM',
  [WAVE_FORMAT_IEEE_FLOAT]: 'float',
  6: 'A-law',
  7: 'mu-law',
  17: 'IMA ADPCM',
  49: 'GSM 6.10',
  85: 'MP3',
};

/** Describes the fields for a message: `8-bit PCM, 2 channels in 2 bytes per frame`. */
export function describeFmt(fmt: FmtFields): string {
  const name = fmt.hasStandardSubformat ? FORMAT_TAG_NAMES[fmt.formatTag] : 'unknown sub-format';
  const coding = name ?? `coding 0x${fmt.formatTag.toString(16)}`;
  return (
    `${fmt.bitsPerSample}-bit ${coding}, ` +
    `${fmt.channels} channels in ${fmt.blockAlign} bytes per frame`
  );
}
