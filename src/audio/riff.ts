/** 32-bit size that means: read `ds64`, or to the end of the file. */
export const SIZE_UNKNOWN = 0xffffffff;
/** `RIFF`, a size, and `WAVE`. */
export const RIFF_BYTES = 12;
/** An id and a size. */
export const CHUNK_HEADER_BYTES = 8;

/** Writes a chunk's id and size at byte `at` of `target`; returns the byte after them. */
export function writeChunkHeader(target: Buffer, at: number, id: string, bytes: number): number {
  target.write(id, at, 'latin1');
  return target.writeUInt32LE(Math.min(bytes, SIZE_UNKNOWN), at + 4);
}

/** Rounds up to an even length: chunks start at even offsets. */
export function roundUpToEven(bytes: number): number {
  return bytes + (bytes % 2);
}
