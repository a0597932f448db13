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
const MOST_CHANNELS = 1024;

/** Bytes a frame in the file. */
export function wavFrameBytes({ format, channels }: WavParams): number {
  return channels * wavLayout(format).bytes;
}

/** Where the samples start, which is the header's length: fixed for a format and channel count. */
export function wavDataOffset(params: WavParams): number {
  return wavHeader(params, 0).length;
}

/**
 * The header of a file that holds `dataBytes` bytes of samples, 0 to 2^53, and behind them other
 * chunks of `extraBytes` in all. It reserves a `JUNK` chunk, which turns into `ds64`, and `RIFF`
 * into `RF64`, where the file passes 4 GiB (EBU Tech 3306): so a header can be written over an
 * older one whatever the length has become.
 *
 * @throws {AlsaMmapError} RANGE for what a WAV header cannot hold.
 */
export function wavHeader(params: WavParams, dataBytes: number, extraBytes = 0): Uint8Array {
  refuseUnwritable(params, dataBytes);
  const frames = Math.floor(dataBytes / wavFrameBytes(params));
  const small = encodeSmall(params, dataBytes, frames);
  const bodyBytes = dataBytes + (dataBytes % 2) + extraBytes;
  const riffBytes = small.length - CHUNK_HEADER_BYTES + bodyBytes;
  if (riffBytes >= SIZE_UNKNOWN) return encodeLarge(params, riffBytes, dataBytes, frames);
  small.writeUInt32LE(riffBytes, 4);
  return small;
}

/** The header of a file that cannot be rewritten: sizes unknown, samples to the end of the file. */
export function wavStreamHeader(params: WavParams): Uint8Array {
  refuseUnwritable(params, 0);
  const header = encodeSmall(params, SIZE_UNKNOWN, SIZE_UNKNOWN);
  header.writeUInt32LE(SIZE_UNKNOWN, 4);
  return header;
}

function encodeSmall(params: WavParams, dataBytes: number, frames: number): Buffer {
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

function encodeLarge(
  params: WavParams,
  riffBytes: number,
  dataBytes: number,
  frames: number,
): Buffer {
  const header = encodeSmall(params, SIZE_UNKNOWN, frames);
  chunkHeader('RF64', SIZE_UNKNOWN).copy(header, 0);
  chunkHeader('ds64', DS64_BYTES).copy(header, RIFF_BYTES);
  const ds64 = header.subarray(RIFF_BYTES + CHUNK_HEADER_BYTES);
  ds64.writeBigUInt64LE(BigInt(riffBytes), 0);
  ds64.writeBigUInt64LE(BigInt(dataBytes), 8);
  ds64.writeBigUInt64LE(BigInt(frames), 16);
  return header;
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

function refuseUnwritable({ channels, rateHz }: WavParams, dataBytes: number): void {
  if (!isWhole(channels, 1, MOST_CHANNELS)) {
    throw outOfRange(`${channels} channels`, `1 to ${MOST_CHANNELS}`);
  }
  if (!isWhole(rateHz, 1, SIZE_UNKNOWN)) throw outOfRange(`${rateHz} Hz`, '1 to 2^32 - 1, whole');
  if (!isWhole(dataBytes, 0, Number.MAX_SAFE_INTEGER)) {
    throw outOfRange(`${dataBytes} bytes`, 'a whole number from 0 on');
  }
}

function isWhole(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

function outOfRange(what: string, accepted: string): AlsaMmapError {
  return new AlsaMmapError('RANGE', `a WAV header cannot hold ${what}: give ${accepted}`);
}
