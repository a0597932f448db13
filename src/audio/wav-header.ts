import { AlsaMmapError } from '../device/errors.js';
import {
  CHUNK_HEADER_BYTES,
  RIFF_BYTES,
  roundUpToEven,
  SIZE_UNKNOWN,
  writeChunkHeader,
} from './riff.js';
import { encodeFmt, type WavParams, wavLayout } from './wav-fmt.js';

/** RIFF size, data size and frame count in 64 bits each, and the length of an empty table. */
const DS64_BYTES = 28;

const FACT_BYTES = 4;
const MAX_CHANNELS = 1024;

/** Returns the bytes per frame in the file. */
export function wavFrameBytes({ format, channels }: WavParams): number {
  return channels * wavLayout(format).bytes;
}

/** Returns the byte offset of the samples, fixed for a format and channel count. */
export function wavDataOffset(params: WavParams): number {
  return new WavHeader(params).length;
}

/**
 * Header of a growing WAV file. When the file exceeds 4 GiB, `RIFF` becomes `RF64` and the reserved
 * `JUNK` chunk becomes `ds64` (EBU Tech 3306). The header's length never changes, so it can
 * overwrite an older one.
 */
export class WavHeader {
  readonly #bytes: Buffer;
  readonly #frameBytes: number;
  readonly #hasFact: boolean;
  #isRf64 = false;

  /** @throws {AlsaMmapError} RANGE unless channels are 1 to 1024 and the rate 1 to 2^32 - 1 Hz */
  constructor(params: WavParams) {
    this.#bytes = encodeRiffHeader(params, 0);
    this.#frameBytes = wavFrameBytes(params);
    this.#hasFact = params.format.kind === 'float';
  }

  /** Length in bytes, which is the offset of the samples. Constant. */
  get length(): number {
    return this.#bytes.length;
  }

  /**
   * Encodes the header; returns the same memory each time.
   * @param dataBytes bytes of samples, 0 to 2^53 - 1
   * @param extraBytes total length of the chunks after the samples
   * @throws {AlsaMmapError} RANGE for other values of `dataBytes`
   */
  encode(dataBytes: number, extraBytes = 0): Uint8Array {
    requireInteger('data length', dataBytes, 0, Number.MAX_SAFE_INTEGER, '0 to 2^53 - 1 (bytes)');
    const { length } = this.#bytes;
    const bodyBytes = roundUpToEven(dataBytes) + extraBytes;
    const riffBytes = length - CHUNK_HEADER_BYTES + bodyBytes;
    const frames = Math.floor(dataBytes / this.#frameBytes);
    this.#switchForm(riffBytes >= SIZE_UNKNOWN);
    if (this.#isRf64) this.#writeDs64(riffBytes, dataBytes, frames);
    this.#setSize(4, riffBytes);
    if (this.#hasFact) this.#setSize(length - CHUNK_HEADER_BYTES - FACT_BYTES, frames);
    this.#setSize(length - 4, this.#isRf64 ? SIZE_UNKNOWN : dataBytes);
    return this.#bytes;
  }

  #switchForm(large: boolean): void {
    if (large === this.#isRf64) return;
    this.#isRf64 = large;
    writeChunkHeader(this.#bytes, 0, large ? 'RF64' : 'RIFF', 0);
    writeChunkHeader(this.#bytes, RIFF_BYTES, large ? 'ds64' : 'JUNK', DS64_BYTES);
    this.#ds64.fill(0);
  }

  #writeDs64(riffBytes: number, dataBytes: number, frames: number): void {
    this.#ds64.writeBigUInt64LE(BigInt(riffBytes), 0);
    this.#ds64.writeBigUInt64LE(BigInt(dataBytes), 8);
    this.#ds64.writeBigUInt64LE(BigInt(frames), 16);
  }

  get #ds64(): Buffer {
    const at = RIFF_BYTES + CHUNK_HEADER_BYTES;
    return this.#bytes.subarray(at, at + DS64_BYTES);
  }

  #setSize(at: number, size: number): void {
    this.#bytes.writeUInt32LE(Math.min(size, SIZE_UNKNOWN), at);
  }
}

/** Returns the header for one length; see `WavHeader`. */
export function wavHeader(params: WavParams, dataBytes: number, extraBytes = 0): Uint8Array {
  return new WavHeader(params).encode(dataBytes, extraBytes);
}

/** Returns the header of a stream: sizes are unknown, samples continue to the end of the file. */
export function wavStreamHeader(params: WavParams): Uint8Array {
  return encodeRiffHeader(params, SIZE_UNKNOWN);
}

/** Encodes a header with `size` for the file, the frames and the samples. */
function encodeRiffHeader(params: WavParams, size: 0 | typeof SIZE_UNKNOWN): Buffer {
  requireInteger('channels', params.channels, 1, MAX_CHANNELS, `1 to ${MAX_CHANNELS}`);
  requireInteger('rate', params.rateHz, 1, SIZE_UNKNOWN, '1 to 2^32 - 1 (Hz)');
  const fact = Buffer.alloc(FACT_BYTES);
  fact.writeUInt32LE(size);
  return Buffer.concat([
    chunkHeader('RIFF', size),
    Buffer.from('WAVE'),
    chunkHeader('JUNK', DS64_BYTES),
    Buffer.alloc(DS64_BYTES),
    ...chunk('fmt ', encodeFmt(params)),
    ...(params.format.kind === 'float' ? chunk('fact', fact) : []),
    chunkHeader('data', size),
  ]);
}

function chunk(id: string, content: Uint8Array): [Buffer, Uint8Array] {
  return [chunkHeader(id, content.length), content];
}

function chunkHeader(id: string, bytes: number): Buffer {
  const header = Buffer.alloc(CHUNK_HEADER_BYTES);
  writeChunkHeader(header, 0, id, bytes);
  return header;
}

function requireInteger(
  field: string,
  value: number,
  min: number,
  max: number,
  range: string,
): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw new AlsaMmapError(
    'RANGE',
    `WAV header, ${field}: expected an integer from ${range}, got ${value}`,
  );
}
