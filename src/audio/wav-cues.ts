import { CHUNK_HEADER_BYTES, roundUpToEven, writeChunkHeader } from './riff.js';

/** Labelled position in a file. */
export interface CuePoint {
  /** Frame of the file that follows the position, 0 to 2^32 - 1. */
  readonly frame: number;
  readonly label: string;
}

/** Limits the memory used for a stream with endless xruns. */
const MAX_CUE_POINTS = 65_536;
/** First frame beyond the 32 bits of a cue point. */
const CUE_FRAME_LIMIT = 2 ** 32;
const CUE_POINT_BYTES = 24;
const COUNT_BYTES = 4;

/** Cue points of a file being written: the first 65536, at frames below 2^32. */
export class CueList {
  readonly #points: CuePoint[] = [];
  #bytes = 0;

  /** Length of the chunks of all points. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Length of the chunks after one more point. */
  bytesWithPoint(label: string): number {
    const before = this.#points.length === 0 ? CUE_OVERHEAD_BYTES : this.#bytes;
    return before + cuePointBytes(label);
  }

  /** Adds a point; ignored beyond the limits. */
  add(frame: number, label: string): void {
    if (frame >= CUE_FRAME_LIMIT || this.#points.length === MAX_CUE_POINTS) return;
    this.#bytes = this.bytesWithPoint(label);
    this.#points.push({ frame, label });
  }

  /** Encodes all points; see `cueChunks`. */
  chunks(): Uint8Array {
    return cueChunks(this.#points);
  }
}

/**
 * Encodes a `cue ` chunk and a `LIST` chunk of type `adtl` with a `labl` for each point. The result
 * has an even length and follows the samples; it is empty without points. Source: Microsoft,
 * Multimedia Programming Interface and Data Specifications 1.0.
 */
export function cueChunks(points: readonly CuePoint[]): Uint8Array {
  if (points.length === 0) return new Uint8Array(0);
  const bytes = points.reduce((sum, { label }) => sum + cuePointBytes(label), CUE_OVERHEAD_BYTES);
  const chunks = Buffer.alloc(bytes);
  let at = writeChunkHeader(chunks, 0, 'cue ', COUNT_BYTES + CUE_POINT_BYTES * points.length);
  at = chunks.writeUInt32LE(points.length, at);
  points.forEach(({ frame }, index) => {
    at = chunks.writeUInt32LE(index + 1, at);
    at = chunks.writeUInt32LE(frame, at);
    at += chunks.write('data', at, 'latin1');
    // Chunk start and block start are 0 without a wave list.
    at += 2 * 4;
    at = chunks.writeUInt32LE(frame, at);
  });
  at = writeChunkHeader(chunks, at, 'LIST', chunks.length - at - CHUNK_HEADER_BYTES);
  at += chunks.write('adtl', at, 'latin1');
  points.forEach(({ label }, index) => {
    const text = Buffer.from(`${label}\0`);
    at = writeChunkHeader(chunks, at, 'labl', COUNT_BYTES + text.length);
    at = chunks.writeUInt32LE(index + 1, at);
    text.copy(chunks, at);
    at += roundUpToEven(text.length);
  });
  return chunks;
}

/** Length of the chunks without their points. */
export const CUE_OVERHEAD_BYTES =
  CHUNK_HEADER_BYTES + COUNT_BYTES + CHUNK_HEADER_BYTES + 'adtl'.length;

/** Length that a point with its label adds to the chunks. */
export function cuePointBytes(label: string): number {
  const text = Buffer.byteLength(label) + 1;
  return CUE_POINT_BYTES + CHUNK_HEADER_BYTES + COUNT_BYTES + roundUpToEven(text);
}
