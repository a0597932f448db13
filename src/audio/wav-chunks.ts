import { AlsaMmapError } from '../device/errors.js';
import { SIZE_UNKNOWN } from './riff.js';
import {
  MAX_FILE_HEADER_BYTES,
  quoteId,
  type WavContainer,
  wavContainer,
} from './wav-container.js';

/** File from which chunks are read. */
export interface ChunkSource {
  readonly path: string;
  /** Length of the file; undefined if it is not known. */
  readonly byteLength?: number | undefined;
  /** Returns up to `length` bytes from byte `position` on, fewer only at the file's end. */
  readAt(position: number, length: number): Buffer;
}

/** Chunk of a WAV file. */
export interface Chunk {
  readonly id: string;
  /** Byte offset of the content in the file. */
  readonly offset: number;
  /** Length of the content by its header or by `ds64`; may exceed the file. */
  readonly bytes: number;
  /** Byte order of numbers in the content. */
  readonly byteOrder: WavContainer['byteOrder'];
}

/** Limit for a malformed file of millions of empty chunks, each of which costs a read. */
const MAX_CHUNKS = 10_000;
/** Length of the RIFF size and the data size. */
const DS64_MIN_BYTES = 16;

/**
 * Yields the chunks of a WAV file in order; reads no content except that of `ds64`.
 *
 * @throws {AlsaMmapError} UNSUPPORTED if the file is not RIFF/WAVE or one of its variants, a chunk
 *   id is not printable, or there are more than 10 000 chunks
 */
export function* wavChunks(source: ChunkSource): Generator<Chunk> {
  const container = readContainer(source);
  const { alignment, byteOrder, chunkHeaderBytes, hasDs64 } = container;
  let dataBytes = SIZE_UNKNOWN;
  let count = 0;
  // Beyond 2^53 there is no file, and no exact offset.
  for (let at = container.firstChunk; Number.isSafeInteger(at); ) {
    if (count++ === MAX_CHUNKS)
      throw unsupportedWav(source, at, `no samples in the first ${MAX_CHUNKS} chunks`);
    const header = source.readAt(at, chunkHeaderBytes);
    if (header.length < chunkHeaderBytes) return;
    const chunk = container.decodeChunk(header);
    if (chunk === undefined)
      throw unsupportedWav(source, at, `expected a chunk, got ${quoteId(header)}`);
    const { id } = chunk;
    const offset = at + chunkHeaderBytes;
    if (hasDs64 && id === 'ds64') dataBytes = dataBytesOfDs64(source, offset);
    const bytes = id === 'data' && chunk.bytes === SIZE_UNKNOWN ? dataBytes : chunk.bytes;
    yield { id, offset, bytes, byteOrder };
    at = Math.ceil((offset + bytes) / alignment) * alignment;
  }
}

/** Returns the error for a file that is not a WAV file or has an unsupported sample format. */
export function unsupportedWav(
  { path }: { path: string },
  offset: number,
  problem: string,
): AlsaMmapError {
  return new AlsaMmapError(
    'UNSUPPORTED',
    `cannot read ${path} at byte ${offset}: ${problem}; ` +
      'give a WAV file of 8, 16, 24 or 32-bit PCM or float',
  );
}

function readContainer(source: ChunkSource): WavContainer {
  const container = wavContainer(source.readAt(0, MAX_FILE_HEADER_BYTES));
  if ('problem' in container) throw unsupportedWav(source, container.offset, container.problem);
  return container;
}

function dataBytesOfDs64(source: ChunkSource, offset: number): number {
  const content = source.readAt(offset, DS64_MIN_BYTES);
  if (content.length < DS64_MIN_BYTES)
    throw unsupportedWav(source, offset, 'the ds64 chunk is truncated');
  return Number(content.readBigUInt64LE(8));
}
