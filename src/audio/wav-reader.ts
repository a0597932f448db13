import type { SampleFormat } from '../device/format.js';
import { FileSource } from './file-io.js';
import { SIZE_UNKNOWN } from './riff.js';
import { type Chunk, unsupportedWav, wavChunks } from './wav-chunks.js';
import { decodeFmt, describeFmt, EXTENSIBLE_FMT_BYTES, type WavParams } from './wav-fmt.js';
import { wavFrameBytes } from './wav-header.js';
import { ringFormatsFor } from './wav-ring-formats.js';

/**
 * Opens a WAV file and reads its headers. Supports PCM of 8, 16, 24 (packed, with 18, 20 or 24
 * valid bits) and 32 bits and float of 32 and 64 bits, plain or extensible, RIFF or RF64. If the
 * size of the samples is 0, unknown or too large, as after an interrupted recording, they continue
 * to the end of the file.
 *
 * @throws {AlsaMmapError} NO_DEVICE for a missing file, PERMISSION, USAGE for a directory,
 *   UNSUPPORTED with the byte offset for another file type or sample format
 *
 * @example
 * import { findFormat } from 'alsa-mmap';
 * import { createWav, readWav } from 'alsa-mmap/wav';
 *
 * createWav('empty.wav', { format: findFormat('S16_LE')!, channels: 2, rateHz: 48_000 }).finish();
 * const wav = readWav('empty.wav');
 * const bytes = wav.data(0, wav.frames);
 * console.log(wav.format.name, wav.rateHz, bytes.length); // S16_LE 48000 0
 * wav.close();
 */
export function readWav(path: string): WavReader {
  const source = new FileSource(path);
  try {
    return new WavReader(source);
  } catch (error) {
    source.close();
    throw error;
  }
}

/**
 * Reader of the samples of a WAV file at any frame. Bytes are returned in the file's layout;
 * `WavTranscoder` converts them to the ring's format.
 * @example
 * import { findFormat } from 'alsa-mmap';
 * import { createWav, readWav } from 'alsa-mmap/wav';
 *
 * const writer = createWav('ramp.wav', { format: findFormat('U8')!, channels: 1, rateHz: 8000 });
 * writer.write(Uint8Array.of(1, 2, 3, 4));
 * writer.finish();
 * const wav = readWav('ramp.wav');
 * console.log(wav.frames, [...wav.data(1, 2)]); // 4 [ 2, 3 ]
 * wav.close();
 */
export class WavReader implements WavParams {
  /** Preferred ring format, the first of `formats`. */
  readonly format: SampleFormat;
  /** Ring formats that hold the samples bit for bit, in order of preference. */
  readonly formats: readonly SampleFormat[];
  readonly channels: number;
  readonly rateHz: number;
  /** Number of whole frames in the file. */
  readonly frames: number;
  /** Byte offset of the samples. */
  readonly dataOffset: number;
  /** Bytes per frame in the file. */
  readonly frameBytes: number;
  readonly #source: FileSource;

  /** Takes ownership of `source`, which `close()` closes. */
  constructor(source: FileSource) {
    const { params, data } = findDataChunk(source);
    this.#source = source;
    this.format = params.format;
    this.formats = params.formats;
    this.channels = params.channels;
    this.rateHz = params.rateHz;
    this.frameBytes = wavFrameBytes(params);
    this.dataOffset = data.offset;
    this.frames = Math.floor(sampleBytesIn(data, source.byteLength) / this.frameBytes);
  }

  /** Returns the bytes of up to `frames` frames from `startFrame` on, fewer only at the end. */
  data(startFrame: number, frames: number): Uint8Array {
    const target = new Uint8Array(this.#clampFrames(startFrame, frames) * this.frameBytes);
    return target.subarray(0, this.readInto(target, startFrame) * this.frameBytes);
  }

  /**
   * Fills `target` with whole frames from `startFrame` on; returns their number.
   * @throws {AlsaMmapError} CLOSED after `close`, FAILED with the errno if the file cannot be read
   */
  readInto(target: Uint8Array, startFrame: number): number {
    const capacity = Math.floor(target.length / this.frameBytes);
    const bytes = this.#clampFrames(startFrame, capacity) * this.frameBytes;
    const position = this.dataOffset + startFrame * this.frameBytes;
    const filled = this.#source.readInto(target.subarray(0, bytes), position);
    return Math.floor(filled / this.frameBytes);
  }

  /** Closes the file. Does nothing the second time. */
  close(): void {
    this.#source.close();
  }

  #clampFrames(startFrame: number, frames: number): number {
    return Math.max(0, Math.min(frames, this.frames - startFrame));
  }
}

type FileParams = WavParams & Pick<WavReader, 'formats'>;

function findDataChunk(source: FileSource): { params: FileParams; data: Chunk } {
  let params: FileParams | undefined;
  let end = 0;
  for (const chunk of wavChunks(source)) {
    end = chunk.offset;
    if (chunk.id === 'fmt ') params = readFmtChunk(source, chunk);
    if (chunk.id !== 'data') continue;
    if (params === undefined)
      throw unsupportedWav(source, chunk.offset, 'the "data" chunk precedes the "fmt " chunk');
    return { params, data: chunk };
  }
  throw unsupportedWav(source, end, `no "${params === undefined ? 'fmt ' : 'data'}" chunk`);
}

function readFmtChunk(source: FileSource, { offset, bytes }: Chunk): FileParams {
  const fmt = decodeFmt(source.readAt(offset, Math.min(bytes, EXTENSIBLE_FMT_BYTES)));
  if (fmt === undefined) throw unsupportedWav(source, offset, 'the "fmt " chunk is truncated');
  const formats = ringFormatsFor(fmt);
  const [format] = formats;
  if (format === undefined || fmt.channels === 0 || fmt.rateHz === 0) {
    throw unsupportedWav(source, offset, `unsupported format: ${describeFmt(fmt)}`);
  }
  return { format, formats, channels: fmt.channels, rateHz: fmt.rateHz };
}

/** Returns the bytes of samples in a file of `fileBytes`. */
function sampleBytesIn(data: Chunk, fileBytes: number): number {
  const left = fileBytes - data.offset;
  const unknown = data.bytes === 0 || data.bytes === SIZE_UNKNOWN;
  return unknown ? left : Math.min(data.bytes, left);
}
