import type { SampleFormat } from '../device/format.js';
import { SIZE_UNKNOWN } from './riff.js';
import { type Chunk, type ChunkSource, unsupportedWav, wavChunks } from './wav-chunks.js';
import { decodeFmt, describeFmt, EXTENSIBLE_FMT_BYTES, type WavParams } from './wav-fmt.js';
import { ringFormatsFor } from './wav-ring-formats.js';
import { storedSampleFormat } from './wav-stored-format.js';

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
