import type { SampleFormat } from '../device/format.js';
import { FileSource } from './file-io.js';
import type { WavParams } from './wav-fmt.js';
import { findSamples, type StoredSamples } from './wav-samples.js';
import { WavTranscoder } from './wav-transcoder.js';

/**
 * Opens a WAV file and reads its headers. Supports PCM of 8, 16, 24 (packed, with 18, 20 or 24
 * valid bits, or in 32 bits as arecord writes it) and 32 bits and float of 32 and 64 bits, plain or
 * extensible, in RIFF, RIFX (big-endian), RF64, BW64 and Wave64. If the size of the samples is 0,
 * unknown or too large, as after an interrupted recording, they continue to the end of the file.
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
 * Reader of the samples of a WAV file at any frame. Bytes are returned in the layout of a plain WAV
 * file: little-endian, 24 bits in 3 bytes. `WavTranscoder` converts them to the ring's format.
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
  /** Bytes per frame as `data` and `readInto` return them. */
  readonly frameBytes: number;
  /** Faults of the header that were corrected, such as a length that exceeds the file. */
  readonly warnings: readonly string[];
  readonly #source: FileSource;
  /** Bytes per frame in the file. */
  readonly #storedFrameBytes: number;
  /** Converts from the file's format; undefined if the bytes are returned as they are. */
  readonly #unpacker: WavTranscoder | undefined;
  #packed = new Uint8Array(0);

  /** Takes ownership of `source`, which `close()` closes. */
  constructor(source: FileSource, samples: StoredSamples = findSamples(source)) {
    const unpacker = new WavTranscoder(samples.stored, samples.channels);
    this.#source = source;
    this.#storedFrameBytes = unpacker.ringFrameBytes;
    this.#unpacker = unpacker.isIdentity ? undefined : unpacker;
    this.format = samples.format;
    this.formats = samples.formats;
    this.channels = samples.channels;
    this.rateHz = samples.rateHz;
    this.frameBytes = unpacker.fileFrameBytes;
    this.dataOffset = samples.offset;
    const presentBytes = Math.max(0, source.byteLength - samples.offset);
    const declaredBytes = samples.bytes ?? presentBytes;
    const declared = Math.floor(declaredBytes / this.#storedFrameBytes);
    this.frames = Math.min(declared, Math.floor(presentBytes / this.#storedFrameBytes));
    const excess = `the header declares ${declared} frames, the file has ${this.frames}`;
    this.warnings = declared > this.frames ? [...samples.warnings, excess] : samples.warnings;
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
    const bytes = this.#clampFrames(startFrame, capacity) * this.#storedFrameBytes;
    const position = this.dataOffset + startFrame * this.#storedFrameBytes;
    const unpacker = this.#unpacker;
    if (unpacker !== undefined && this.#packed.length < bytes) this.#packed = new Uint8Array(bytes);
    const stored = unpacker === undefined ? target : this.#packed;
    const filled = this.#source.readInto(stored.subarray(0, bytes), position);
    const frames = Math.floor(filled / this.#storedFrameBytes);
    unpacker?.toFile(stored, frames, target);
    return frames;
  }

  /** Closes the file. Does nothing the second time. */
  close(): void {
    this.#source.close();
  }

  #clampFrames(startFrame: number, frames: number): number {
    return Math.max(0, Math.min(frames, this.frames - startFrame));
  }
}
