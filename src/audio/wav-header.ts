import { AlsaMmapError } from '../device/errors.js';
import { encodeFmt, type WavParams, wavLayout } from './wav-fmt.js';

/** A 32-bit size that says: look into `ds64`, or read to the end of the file. */
export const SIZE_UNKNOWN = 0xffffffff;
/** `RIFF`, a size, and `WAVE`. */
export const RIFF_BYTES = 12;
/** An id and a size. */
export const CHUNK_HEADER_BYTES = 8;
/** RIFF size, data size and frame count in 64 bits each, and the length of an empty table. */
export const DS64_BYTES = 28;

const FACT_BYTES = 4;
const MAX_CHANNELS = 1024;

/** Bytes a frame in the file. */
export function wavFrameBytes({ format, channels }: WavParams): number {
  return channels * wavLayout(format).bytes;
}

/** Where the samples start, which is the header's length: fixed for a format and channel count. */
export function wavDataOffset(params: WavParams): number {
  return new WavHeader(params).length;
}

/**
 * The header of a file that grows. It reserves a `JUNK` chunk, which turns into `ds64`, and `RIFF`
 * into `RF64`, where the file passes 4 GiB (EBU Tech 3306): so it can be written over an older one
 * whatever the length has become.
 */
export class WavHeader {
  readonly #bytes: Buffer;
  readonly #frameBytes: number;
  readonly #hasFact: boolean;
  #isRf64 = false;

  /** @throws {AlsaMmapError} RANGE for parameters that no WAV header can hold. */
  constructor(params: WavParams) {
    checkParams(params);
    this.#bytes = encodeRiffHeader(params, 0, 0);
    this.#frameBytes = wavFrameBytes(params);
    this.#hasFact = params.format.kind === 'float';
  }

  /** Fixed: where the samples start. */
  get length(): number {
    return this.#bytes.length;
  }

  /**
   * Of a file that holds `dataBytes` bytes of samples, 0 to 2^53, and behind them other chunks of
   * `extraBytes` in all: the same memory each time.
   * @throws {AlsaMmapError} RANGE for another length
   */
  encode(dataBytes: number, extraBytes = 0): Uint8Array {
    checkDataBytes(dataBytes);
    const { length } = this.#bytes;
    const bodyBytes = dataBytes + (dataBytes % 2) + extraBytes;
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
    chunkHeader(large ? 'RF64' : 'RIFF', 0).copy(this.#bytes, 0);
    chunkHeader(large ? 'ds64' : 'JUNK', DS64_BYTES).copy(this.#bytes, RIFF_BYTES);
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

/** Such a header, made for one length; see `WavHeader`. */
export function wavHeader(params: WavParams, dataBytes: number, extraBytes = 0): Uint8Array {
  return new WavHeader(params).encode(dataBytes, extraBytes);
}

/** The header of a file that cannot be rewritten: sizes unknown, samples to the end of the file. */
export function wavStreamHeader(params: WavParams): Uint8Array {
  checkParams(params);
  const header = encodeRiffHeader(params, SIZE_UNKNOWN, SIZE_UNKNOWN);
  header.writeUInt32LE(SIZE_UNKNOWN, 4);
  return header;
}

function encodeRiffHeader(params: WavParams, dataBytes: number, frames: number): Buffer {
  const fact = Buffer.alloc(FACT_BYTES);
  fact.writeUInt32LE(Math.min(frames, SIZE_UNKNOWN));
  return Buffer.concat([
    chunkHeader('RIFF', 0),
    Buffer.from('WAVE'),
    chunkHeader('JUNK', DS64_BYTES),
    Buffer.alloc(DS64_BYTES),
    ...chunk('fmt ', encodeFmt(params)),
    ...(params.format.kind === 'float' ? chunk('fact', fact) : []),
    chunkHeader('data', Math.min(dataBytes, SIZE_UNKNOWN)),
  ]);
}

function chunk(id: string, content: Uint8Array): [Buffer, Uint8Array] {
  return [chunkHeader(id, content.length), content];
}

function chunkHeader(id: string, bytes: number): Buffer {
  const header = Buffer.alloc(CHUNK_HEADER_BYTES);
  header.write(id, 'latin1');
  header.writeUInt32LE(bytes, 4);
  return header;
}

function checkParams({ channels, rateHz }: WavParams): void {
  if (!isIntegerInRange(channels, 1, MAX_CHANNELS)) {
    throw outOfRange(`${channels} channels`, `1 to ${MAX_CHANNELS}`);
  }
  if (!isIntegerInRange(rateHz, 1, SIZE_UNKNOWN))
    throw outOfRange(`${rateHz} Hz`, '1 to 2^32 - 1, whole');
}

function checkDataBytes(dataBytes: number): void {
  if (!isIntegerInRange(dataBytes, 0, Number.MAX_SAFE_INTEGER)) {
    throw outOfRange(`${dataBytes} bytes`, 'a whole number from 0 on');
  }
}

function isIntegerInRange(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

function outOfRange(what: string, accepted: string): AlsaMmapError {
  return new AlsaMmapError('RANGE', `a WAV header cannot hold ${what}: give ${accepted}`);
}
