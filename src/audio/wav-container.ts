import { CHUNK_HEADER_BYTES, RIFF_BYTES, SIZE_UNKNOWN } from './riff.js';

/** Header of a chunk; `bytes` is the length of its content, or SIZE_UNKNOWN. */
export interface ChunkHeader {
  readonly id: string;
  readonly bytes: number;
}

/** File type that carries WAV chunks: how its chunks are written. */
export interface WavContainer {
  readonly byteOrder: 'little' | 'big';
  /** True if a `ds64` chunk has the sizes that do not fit 32 bits. */
  readonly hasDs64: boolean;
  /** Byte offset of the first chunk. */
  readonly firstChunk: number;
  readonly chunkHeaderBytes: number;
  /** Chunks start at multiples of this many bytes. */
  readonly alignment: 2 | 8;
  /** Decodes a complete chunk header; returns undefined if it is not one. */
  decodeChunk(header: Buffer): ChunkHeader | undefined;
}

/** Length of the longest file header: that of Wave64, two GUIDs and a size. */
export const MAX_FILE_HEADER_BYTES = 40;

const RIFF: WavContainer = {
  byteOrder: 'little',
  hasDs64: false,
  firstChunk: RIFF_BYTES,
  chunkHeaderBytes: CHUNK_HEADER_BYTES,
  alignment: 2,
  decodeChunk: (header) => riffChunk(header, header.readUInt32LE(4)),
};

const RF64: WavContainer = { ...RIFF, hasDs64: true };

const RIFX: WavContainer = {
  ...RIFF,
  byteOrder: 'big',
  decodeChunk: (header) => riffChunk(header, header.readUInt32BE(4)),
};

/** Sony Wave64: GUIDs in place of ids, 64-bit sizes that include the chunk's header. */
const WAVE64: WavContainer = {
  ...RIFF,
  firstChunk: MAX_FILE_HEADER_BYTES,
  chunkHeaderBytes: 24,
  alignment: 8,
  decodeChunk(header) {
    const bytes = Number(header.readBigUInt64LE(16)) - 24;
    if (bytes < 0) return undefined;
    // A chunk that is not of WAV is skipped, whatever its GUID is.
    const id = header.subarray(4, 16).equals(WAVE64_CHUNK_TAIL) ? fourCharacters(header) : 'guid';
    return { id, bytes: bytes > Number.MAX_SAFE_INTEGER ? SIZE_UNKNOWN : bytes };
  },
};

const CONTAINERS: Record<string, WavContainer> = { RIFF, RIFX, RF64, BW64: RF64 };
const WAVE64_RIFF = Buffer.from('726966662e91cf11a5d628db04c10000', 'hex');
/** GUIDs of `wave` and of the chunks after their first four characters. */
const WAVE64_CHUNK_TAIL = Buffer.from('f3acd3118cd100c04f8edb8a', 'hex');

/**
 * Returns the container by the first bytes of a file, up to MAX_FILE_HEADER_BYTES; otherwise the
 * byte offset of what is wrong, and a description.
 */
export function wavContainer(head: Buffer): WavContainer | { offset: number; problem: string } {
  const ends = { offset: head.length, problem: 'the file ends in its header' };
  if (head.length < RIFF_BYTES) return ends;
  if (head.subarray(0, 16).equals(WAVE64_RIFF)) {
    if (head.length < MAX_FILE_HEADER_BYTES) return ends;
    const isWave =
      fourCharacters(head.subarray(24)) === 'wave' &&
      head.subarray(28, 40).equals(WAVE64_CHUNK_TAIL);
    return isWave ? WAVE64 : { offset: 24, problem: 'expected the GUID of "wave"' };
  }
  const container = CONTAINERS[fourCharacters(head)];
  if (container === undefined) {
    const names = '"RIFF", "RIFX", "RF64", "BW64" or Wave64';
    return { offset: 0, problem: `expected ${names}, got ${quoteId(head)}` };
  }
  const wave = head.subarray(8);
  if (fourCharacters(wave) === 'WAVE') return container;
  return { offset: 8, problem: `expected "WAVE", got ${quoteId(wave)}` };
}

/** Returns the first four bytes as text, or in hexadecimal if they are not printable. */
export function quoteId(bytes: Buffer): string {
  const text = fourCharacters(bytes);
  return isPrintable(text) ? `"${text}"` : `bytes ${bytes.toString('hex', 0, 4)}`;
}

function riffChunk(header: Buffer, bytes: number): ChunkHeader | undefined {
  const id = fourCharacters(header);
  return isPrintable(id) ? { id, bytes } : undefined;
}

function fourCharacters(bytes: Buffer): string {
  return bytes.toString('latin1', 0, 4);
}

function isPrintable(id: string): boolean {
  return /^[ -~]{4}$/.test(id);
}
