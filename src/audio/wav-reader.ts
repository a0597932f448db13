import type { SampleFormat } from '../device/format.js';
import { FileSource } from './file-source.js';
import { type Chunk, unsupportedWav, wavChunks } from './wav-chunks.js';
import { decodeFmt, describeFmt, EXTENSIBLE_FMT_BYTES, type WavParams } from './wav-fmt.js';
import { SIZE_UNKNOWN, wavFrameBytes } from './wav-header.js';
import { ringFormatsFor } from './wav-ring-formats.js';

/**
 * Opens a WAV file; only its headers are read. Taken are PCM of 8, 16, 24 (packed; 18 or 20 of them
 * may be valid) and 32 bits and float of 32 and 64, plain or extensible, RIFF or RF64. The samples
 * reach to the end of the file where
 * their size is 0, unknown or too large, as an interrupted recorder leaves it.
 *
 * @throws {AlsaMmapError} NO_DEVICE where there is no file, PERMISSION, USAGE for a directory,
 *   UNSUPPORTED with the byte offset for what is no WAV file or holds other samples.
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
 * The samples of a WAV file, read where asked for; never the whole file at once. They come as the
 * file holds them: `WavTranscoder` brings them to the ring's format.
 */
export class WavReader implements WavParams {
  /** The first of `formats`. */
  readonly format: SampleFormat;
  /** The ring formats that carry the samples bit for bit, in order of preference. */
  readonly formats: readonly SampleFormat[];
  readonly channels: number;
  readonly rateHz: number;
  /** Whole frames in the file. */
  readonly frames: number;
  /** Byte at which the samples start. */
  readonly dataOffset: number;
  /** Bytes a frame in the file. */
  readonly frameBytes: number;
  readonly #source: FileSource;

  /** Takes over `source`, which stays open until `close()`. */
  constructor(source: FileSource) {
    const { params, data: readFrames } = findDataChunk(source);
    this.#source = source;
    this.format = params.format;
    this.formats = params.formats;
    this.channels = params.channels;
    this.rateHz = params.rateHz;
    this.frameBytes = wavFrameBytes(params);
    this.dataOffset = readFrames.offset;
    this.frames = Math.floor(sampleBytesIn(readFrames, source.byteLength) / this.frameBytes);
  }

  /** The bytes of up to `frames` frames from `startFrame` on, fewer only at the end. */
  data(startFrame: number, frames: number): Uint8Array {
    const target = new Uint8Array(this.#clampFrames(startFrame, frames) * this.frameBytes);
    return target.subarray(0, this.readInto(target, startFrame) * this.frameBytes);
  }

  /** Fills `target` with whole frames from `startFrame` on; returns how many it got. */
  readInto(target: Uint8Array, startFrame: number): number {
    const fitting = Math.floor(target.length / this.frameBytes);
    const bytes = this.#clampFrames(startFrame, fitting) * this.frameBytes;
    const position = this.dataOffset + startFrame * this.frameBytes;
    const filled = this.#source.readInto(target.subarray(0, bytes), position);
    return Math.floor(filled / this.frameBytes);
  }

  /** Closes the file; does nothing the second time. Reading throws CLOSED from then on. */
  close(): void {
    this.#source.close();
  }

  #clampFrames(startFrame: number, wanted: number): number {
    return Math.max(0, Math.min(wanted, this.frames - startFrame));
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
      throw unsupportedWav(source, chunk.offset, 'the samples come before "fmt "');
    return { params, data: chunk };
  }
  throw unsupportedWav(source, end, `no "${params === undefined ? 'fmt ' : 'data'}" chunk follows`);
}

function readFmtChunk(source: FileSource, { offset, bytes }: Chunk): FileParams {
  const fmt = decodeFmt(source.readAt(offset, Math.min(bytes, EXTENSIBLE_FMT_BYTES)));
  if (fmt === undefined) throw unsupportedWav(source, offset, 'the "fmt " chunk is cut off');
  const formats = ringFormatsFor(fmt);
  const [format] = formats;
  if (format === undefined || fmt.channels === 0 || fmt.rateHz === 0) {
    throw unsupportedWav(source, offset, `it holds ${describeFmt(fmt)}`);
  }
  return { format, formats, channels: fmt.channels, rateHz: fmt.rateHz };
}

/** Bytes of samples in a file of `fileBytes`. */
function sampleBytesIn(data: Chunk, fileBytes: number): number {
  const left = fileBytes - data.offset;
  const unknown = data.bytes === 0 || data.bytes === SIZE_UNKNOWN;
  return unknown ? left : Math.min(data.bytes, left);
}
