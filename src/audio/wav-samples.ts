import { findFormat, type SampleFormat } from '../device/format.js';
import { SIZE_UNKNOWN } from './riff.js';
import { type Chunk, type ChunkSource, unsupportedWav, wavChunks } from './wav-chunks.js';
import {
  decodeFmt,
  describeFmt,
  EXTENSIBLE_FMT_BYTES,
  type FmtFields,
  WAVE_FORMAT_IEEE_FLOAT,
  WAVE_FORMAT_PCM,
  type WavParams,
} from './wav-fmt.js';
import { ringFormatsFor } from './wav-ring-formats.js';

/** Parameters, format and position of the samples in a file. */
export interface StoredSamples extends WavParams {
  /** Ring formats that hold the samples bit for bit, in order of preference. */
  readonly formats: readonly SampleFormat[];
  /** Format of the bytes in the file. */
  readonly stored: SampleFormat;
  readonly offset: number;
  /** Length by the header; undefined if the samples continue to the end of the file. */
  readonly bytes: number | undefined;
  /** Faults of the header that were corrected. */
  readonly warnings: readonly string[];
}

type StoredParams = Omit<StoredSamples, 'offset' | 'bytes'>;

/** Chunks that follow the samples in files of other programs, or of this one. */
const METADATA_IDS = new Set(
  (
    'LIST,id3 ,ID3 ,cue ,bext,iXML,fact,smpl,inst,PEAK,JUNK,junk,PAD ,FLLR,' +
    'axml,chna,plst,cart,data,list,levl'
  ).split(','),
);
/** Sizes that programs write into the header of a pipe: near 2^31 by sox and arecord, or 2^32. */
const PLACEHOLDER_RANGES = [
  [0x7fffe000, 0x80000000],
  [0xfffff000, SIZE_UNKNOWN],
] as const;

/**
 * Finds the samples of a WAV file. An empty `data` chunk is skipped if another chunk follows.
 * Otherwise it belongs to an interrupted recording, whose samples continue to the end of the file.
 *
 * @throws {AlsaMmapError} UNSUPPORTED with the byte offset for another file type or sample format
 */
export function findSamples(source: ChunkSource): StoredSamples {
  let params: StoredParams | undefined;
  let empty: StoredSamples | undefined;
  let end = 0;
  for (const chunk of wavChunks(source)) {
    end = chunk.offset;
    if (chunk.id === 'fmt ') params = readFmtChunk(source, chunk);
    if (chunk.id !== 'data') continue;
    if (params === undefined)
      throw unsupportedWav(source, chunk.offset, 'the "data" chunk precedes the "fmt " chunk');
    const { offset } = chunk;
    if (chunk.bytes > 0 || !isMetadata(source, offset))
      return { ...params, offset, bytes: knownBytes(source, chunk) };
    empty ??= { ...params, offset, bytes: 0 };
  }
  if (empty !== undefined) return empty;
  throw unsupportedWav(source, end, `no "${params === undefined ? 'fmt ' : 'data'}" chunk`);
}

function readFmtChunk(source: ChunkSource, { offset, bytes, byteOrder }: Chunk): StoredParams {
  const content = source.readAt(offset, Math.min(bytes, EXTENSIBLE_FMT_BYTES));
  const fmt = decodeFmt(content, byteOrder);
  if (fmt === undefined) throw unsupportedWav(source, offset, 'the "fmt " chunk is truncated');
  const layout = storedSampleFormat(fmt, byteOrder);
  const formats = ringFormatsFor(fmt);
  const [format] = formats;
  if ('problem' in layout || format === undefined) {
    const problem = 'problem' in layout && layout.problem !== '' ? ` (${layout.problem})` : '';
    throw unsupportedWav(source, offset, `unsupported format${problem}: ${describeFmt(fmt)}`);
  }
  const { channels, rateHz } = fmt;
  return { format, formats, channels, rateHz, ...layout };
}

/** Format of the bytes in a file, with the faults of the `fmt ` chunk that were corrected. */
interface StoredFormat {
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
function storedSampleFormat(
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

/** Returns true if a chunk other than samples, or nothing, is at byte `offset`. */
function isMetadata(source: ChunkSource, offset: number): boolean {
  const next = source.readAt(offset, 8);
  if (next.length === 0) return true;
  return next.length >= 4 && METADATA_IDS.has(next.toString('latin1', 0, 4));
}

/** Returns the length of a `data` chunk; undefined if the program that wrote it did not know it. */
function knownBytes({ byteLength }: ChunkSource, { offset, bytes }: Chunk): number | undefined {
  if (bytes === 0 || bytes === SIZE_UNKNOWN) return undefined;
  const isPlaceholder = PLACEHOLDER_RANGES.some(([from, to]) => bytes >= from && bytes <= to);
  return isPlaceholder && (byteLength ?? 0) < offset + bytes ? undefined : bytes;
}
