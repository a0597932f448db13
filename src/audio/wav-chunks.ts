import { AlsaMmapError } from '../device/errors.js';
import { CHUNK_HEADER_BYTES, RIFF_BYTES, SIZE_UNKNOWN } from './wav-header.js';

/** What the walk needs of a file. */
export interface ChunkSource {
  readonly path: string;
  /** Up to `length` bytes from byte `position` on, fewer only at the file's end. */
  readAt(position: number, length: number): Buffer;
}

/** A chunk as its header tells it. */
export interface Chunk {
  readonly id: string;
  /** Of its content. */
  readonly offset: number;
  /** Of its content, by its header or by `ds64`; may reach past the end of the file. */
  readonly bytes: number;
}

/** Each is read from the disk: a file may hold millions that are empty, and nobody means that. */
const MAX_CHUNKS = 10_000;
/** RIFF size and data size. */
const DS64_MIN_BYTES = 16;

/**
 * The chunks of a WAV file in order, lazily; no content is read but that of `ds64`.
 *
 * @throws {AlsaMmapError} UNSUPPORTED where the file is not RIFF/WAVE, no chunk can begin, or there
 *   are more than anybody would look for samples behind.
 */
export function* wavChunks(source: ChunkSource): Generator<Chunk> {
  const large = isRf64(source);
  let dataBytes = SIZE_UNKNOWN;
  let passed = 0;
  for (let at = RIFF_BYTES; ; ) {
    if (passed++ === MAX_CHUNKS)
      throw unsupportedWav(source, at, `still no samples after ${MAX_CHUNKS} chunks`);
    const header = source.readAt(at, CHUNK_HEADER_BYTES);
    if (header.length < CHUNK_HEADER_BYTES) return;
    const id = header.toString('latin1', 0, 4);
    if (!isPrintable(id))
      throw unsupportedWav(source, at, `expected a chunk, found ${quoted(header)}`);
    const offset = at + CHUNK_HEADER_BYTES;
    const told = header.readUInt32LE(4);
    if (large && id === 'ds64') dataBytes = dataBytesOfDs64(source, offset);
    const bytes = id === 'data' && told === SIZE_UNKNOWN ? dataBytes : told;
    yield { id, offset, bytes };
    at = offset + bytes + (bytes % 2);
  }
}

/** The error for a file that is no WAV file, or none that can be played. */
export function unsupportedWav(
  { path }: { path: string },
  offset: number,
  what: string,
): AlsaMmapError {
  return new AlsaMmapError(
    'UNSUPPORTED',
    `cannot read ${path} at byte ${offset}: ${what}; give a WAV file of 8, 16, 24 or 32-bit PCM or of float`,
  );
}

function isRf64(source: ChunkSource): boolean {
  const head = source.readAt(0, RIFF_BYTES);
  if (head.length < RIFF_BYTES)
    throw unsupportedWav(source, head.length, 'the file ends in its header');
  const riff = head.toString('latin1', 0, 4);
  if (riff === 'RIFX') throw unsupportedWav(source, 0, 'RIFX, with big-endian samples');
  if (riff !== 'RIFF' && riff !== 'RF64') {
    throw unsupportedWav(source, 0, `expected "RIFF" or "RF64", found ${quoted(head)}`);
  }
  const wave = head.subarray(8);
  if (wave.toString('latin1') !== 'WAVE') {
    throw unsupportedWav(source, 8, `expected "WAVE", found ${quoted(wave)}`);
  }
  return riff === 'RF64';
}

function dataBytesOfDs64(source: ChunkSource, offset: number): number {
  const content = source.readAt(offset, DS64_MIN_BYTES);
  if (content.length < DS64_MIN_BYTES)
    throw unsupportedWav(source, offset, 'the ds64 chunk is cut off');
  return Number(content.readBigUInt64LE(8));
}

function isPrintable(id: string): boolean {
  return /^[ -~]{4}$/.test(id);
}

/** The first four bytes, legible whatever they are. */
function quoted(bytes: Buffer): string {
  const text = bytes.toString('latin1', 0, 4);
  return isPrintable(text) ? `"${text}"` : `bytes ${bytes.toString('hex', 0, 4)}`;
}
