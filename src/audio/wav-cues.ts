import { CHUNK_HEADER_BYTES } from './wav-header.js';

/** A place in a file, with words. */
export interface CuePoint {
  /** The frame of the file that it stands before, 0 to 2^32 - 1. */
  readonly frame: number;
  readonly label: string;
}

/** So that a stream that breaks without end does not fill the memory. */
const MAX_CUE_POINTS = 65_536;
/** Frames that the 32 bits of a cue point can count. */
const CUE_FRAME_LIMIT = 2 ** 32;
const CUE_POINT_BYTES = 24;
const COUNT_BYTES = 4;

/** The points of a file that is being written, as long as 32 bits reach, and the first 65536. */
export class CueList {
  readonly #points: CuePoint[] = [];
  #bytes = 0;

  /** What the chunks of all points take. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The same, with one more. */
  bytesWithPoint(label: string): number {
    const before = this.#points.length === 0 ? CUE_OVERHEAD_BYTES : this.#bytes;
    return before + cuePointBytes(label);
  }

  add(frame: number, label: string): void {
    if (frame >= CUE_FRAME_LIMIT || this.#points.length === MAX_CUE_POINTS) return;
    this.#bytes = this.bytesWithPoint(label);
    this.#points.push({ frame, label });
  }

  chunks(): Uint8Array {
    return cueChunks(this.#points);
  }
}

/**
 * The chunks `cue ` and `LIST` of type `adtl`, which holds a `labl` for each point (Microsoft,
 * Multimedia Programming Interface and Data Specifications 1.0): even in length, to stand behind
 * the samples. No points, no bytes.
 */
export function cueChunks(points: readonly CuePoint[]): Uint8Array {
  if (points.length === 0) return new Uint8Array(0);
  const chunks = Buffer.alloc(
    CUE_OVERHEAD_BYTES + sum(points.map(({ label }) => cuePointBytes(label))),
  );
  let at = writeChunkHeader(chunks, 0, 'cue ', COUNT_BYTES + CUE_POINT_BYTES * points.length);
  at = chunks.writeUInt32LE(points.length, at);
  points.forEach(({ frame }, index) => {
    at = chunks.writeUInt32LE(index + 1, at);
    at = chunks.writeUInt32LE(frame, at);
    at += chunks.write('data', at, 'latin1');
    // Of a wave list, which a file with one `data` chunk has not.
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

/** What the chunks take before the first point. */
export const CUE_OVERHEAD_BYTES =
  CHUNK_HEADER_BYTES + COUNT_BYTES + CHUNK_HEADER_BYTES + 'adtl'.length;

/** What a point with its label adds to the chunks. */
export function cuePointBytes(label: string): number {
  const text = Buffer.byteLength(label) + 1;
  return CUE_POINT_BYTES + CHUNK_HEADER_BYTES + COUNT_BYTES + roundUpToEven(text);
}

function writeChunkHeader(target: Buffer, at: number, id: string, bytes: number): number {
  target.write(id, at, 'latin1');
  return target.writeUInt32LE(bytes, at + 4);
}

function roundUpToEven(bytes: number): number {
  return bytes + (bytes % 2);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
