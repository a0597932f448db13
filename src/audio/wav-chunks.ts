import { AlsaMmapError } from '../device/errors.js';
import { CHUNK_HEADER_BYTES, RIFF_BYTES, roundUpToEven, SIZE_UNKNOWN } from './riff.js';

/** File from which chunks are read. */
export interface ChunkSource {
  readonly path: string;
  /** Returns up to `length` bytes from byte `position` on, fewer only at the file's end. */
  readAt(position: number, length: number): Buffer;
}

/** Chunk of a RIFF file. */
export interface Chunk {
  readonly id: string;
  /** Byte offset of the content in the file. */
  readonly offset: number;
  /** Length of the content by its header or by `ds64`; may exceed the file. */
  readonly bytes: number;
}

/** Limit for a malformed file of millions of empty chunks, each of which costs a read. */
const MAX_CHUNKS = 10_000;
/** Length of the RIFF size and the data size. */
const DS64_MIN_BYTES = 16;

/**
 * Yields the chunks of a WAV file in order; reads no content except that of `ds64`.
 *
 * @throws {AlsaMmapError} UNSUPPORTED if the file is not RIFF/WAVE, a chunk id is not printable, or
 *   there are more than 10 000 chunks
 */
export function* wavChunks(source: ChunkSource): Generator<Chunk> {
  const large = isRf64(source);
  let dataBytes = SIZE_UNKNOWN;
  let count = 0;
  for (let at = RIFF_BYTES; ; ) {
    if (count++ === MAX_CHUNKS)
      throw unsupportedWav(source, at, `no samples in the first ${MAX_CHUNKS} chunks`);
    const header = source.readAt(at, CHUNK_HEADER_BYTES);
    if (header.length < CHUNK_HEADER_BYTES) return;
    const id = header.toString('latin1', 0, 4);
    if (!isPrintable(id))
      throw unsupportedWav(source, at, `expected a chunk, got ${quoted(header)}`);
    const offset = at + CHUNK_HEADER_BYTES;
    const headerSize = header.readUInt32LE(4);
    if (large && id === 'ds64') dataBytes = dataBytesOfDs64(source, offset);
    const bytes = id === 'data' && headerSize === SIZE_UNKNOWN ? dataBytes : headerSize;
    yield { id, offset, bytes };
    at = offset + roundUpToEven(bytes);
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

function isRf64(source: ChunkSource): boolean {
  const head = source.readAt(0, RIFF_BYTES);
  if (head.length < RIFF_BYTES)
    throw unsupportedWav(source, head.length, 'the file ends in its header');
  const riff = head.toString('latin1', 0, 4);
  if (riff === 'RIFX') throw unsupportedWav(source, 0, 'RIFX, with big-endian samples');
  if (riff !== 'RIFF' && riff !== 'RF64') {
    throw unsupportedWav(source, 0, `expected "RIFF" or "RF64", got ${quoted(head)}`);
  }
  const wave = head.subarray(8);
  if (wave.toString('latin1') !== 'WAVE') {
    throw unsupportedWav(source, 8, `expected "WAVE", got ${quoted(wave)}`);
  }
  return riff === 'RF64';
}

function dataBytesOfDs64(source: ChunkSource, offset: number): number {
  const content = source.readAt(offset, DS64_MIN_BYTES);
  if (content.length < DS64_MIN_BYTES)
    throw unsupportedWav(source, offset, 'the ds64 chunk is truncated');
  return Number(content.readBigUInt64LE(8));
}

function isPrintable(id: string): boolean {
  return /^[ -~]{4}$/.test(id);
}

/** Returns the first four bytes as text, or in hexadecimal if they are not printable. */
function quoted(bytes: Buffer): string {
  const text = bytes.toString('latin1', 0, 4);
  return isPrintable(text) ? `"${text}"` : `bytes ${bytes.toString('hex', 0, 4)}`;
}
