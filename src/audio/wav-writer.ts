import { AlsaMmapError, type ErrorCode } from '../device/errors.js';
import { FileSink, type WavSink } from './file-io.js';
import { roundUpToEven } from './riff.js';
import { CueList } from './wav-cues.js';
import type { WavParams } from './wav-fmt.js';
import { WavHeader, wavFrameBytes, wavStreamHeader } from './wav-header.js';

/** Options of `createWav`. */
export interface WavWriterOptions {
  /** Maximum time between updates of the header while samples arrive. Default 500. */
  readonly headerIntervalMs?: number | undefined;
  /** Monotonic clock in ms. Default `performance.now`. */
  readonly nowMs?: (() => number) | undefined;
}

/**
 * Creates or overwrites the WAV file at `path`, with a header and no samples. A FIFO or a device,
 * which cannot be rewritten, receives one header with unknown sizes. A regular file is locked
 * (flock) until `finish()`.
 *
 * @throws {AlsaMmapError} BUSY if another program records into the file, USAGE if this process has
 *   it open, NO_DEVICE for a missing directory, PERMISSION, RANGE for parameters that a header
 *   cannot hold, FAILED for other errors, such as a directory or a full disk
 *
 * @example
 * import { findFormat } from 'alsa-mmap';
 * import { createWav } from 'alsa-mmap/wav';
 *
 * const format = findFormat('S16_LE')!;
 * const wav = createWav('take.wav', { format, channels: 2, rateHz: 48_000 });
 * wav.write(new Uint8Array(4800 * 4));
 * wav.finish();
 * console.log(wav.frames); // 4800
 */
export function createWav(path: string, params: WavParams, options?: WavWriterOptions): WavWriter {
  wavStreamHeader(params); // Rejects bad parameters before an existing file is truncated.
  return new WavWriter(new FileSink(path), params, options);
}

/**
 * Writer of a WAV file that stays readable if the process is killed at any time. `createWav`
 * creates it.
 * @example
 * import { findFormat } from 'alsa-mmap';
 * import { createWav } from 'alsa-mmap/wav';
 *
 * const format = findFormat('S16_LE')!;
 * const wav = createWav('cues.wav', { format, channels: 1, rateHz: 48_000 });
 * wav.write(new Uint8Array(960));
 * wav.addCue('after 10 ms');
 * wav.finish();
 */
export class WavWriter {
  readonly #sink: WavSink;
  readonly #header: WavHeader;
  readonly #frameBytes: number;
  readonly #headerIntervalMs: number;
  readonly #nowMs: () => number;
  #headerWrittenMs: number;
  #dataBytes = 0;
  readonly #cues = new CueList();
  #failure: unknown;
  #change: string | undefined;
  #finished = false;

  /** Writes the first header; closes the sink if that fails. */
  constructor(sink: WavSink, params: WavParams, options: WavWriterOptions = {}) {
    const { headerIntervalMs = 500, nowMs = () => performance.now() } = options;
    this.#sink = sink;
    this.#header = new WavHeader(params);
    this.#frameBytes = wavFrameBytes(params);
    this.#headerIntervalMs = headerIntervalMs;
    this.#nowMs = nowMs;
    this.#headerWrittenMs = nowMs();
    try {
      this.#writeAll(sink.seekable ? this.#header.encode(0) : wavStreamHeader(params), 0);
    } catch (error) {
      sink.close();
      throw error;
    }
  }

  /** False for a FIFO or a device, which cannot be rewritten. */
  get seekable(): boolean {
    return this.#sink.seekable;
  }

  /** Number of whole frames in the file. */
  get frames(): number {
    return Math.floor(this.#dataBytes / this.#frameBytes);
  }

  /**
   * First change of the file by another program, such as `was removed`, found at a write or at
   * `finish()`; undefined if there was none. Writing continues.
   */
  get change(): string | undefined {
    return this.#change;
  }

  /** Length of the file in bytes if it were finished now. */
  get finalBytes(): number {
    return this.#paddedEnd + this.#cues.bytes;
  }

  /** Length of the file in bytes if it were finished after one more cue point. */
  finalBytesWithCue(label: string): number {
    return this.#paddedEnd + this.#cues.bytesWithPoint(label);
  }

  /**
   * Adds a cue point after the last frame; it is written by `finish()`. Ignored for a stream, for a
   * file without samples, and beyond the limits of a `CueList`.
   */
  addCue(label: string): void {
    if (this.#sink.seekable) this.#cues.add(this.frames, label);
  }

  /**
   * Appends samples in the file's layout (`wavLayout`); a call may end inside a frame.
   *
   * @throws {AlsaMmapError} FAILED with the errno if the file cannot be written, and the same error
   *   in later calls; `finish()` then keeps the whole frames written. CLOSED after `finish()`.
   */
  write(bytes: Uint8Array): void {
    if (this.#finished) {
      throw this.#error('CLOSED', 'the file was finished; create another');
    }
    if (this.#failure !== undefined) throw this.#failure;
    try {
      this.#findChange();
      const start = this.#dataBytes;
      this.#writeAll(bytes, this.#header.length + start, (written) => {
        this.#dataBytes = start + written;
      });
      this.#refreshHeader();
    } catch (error) {
      this.#failure = error;
      throw error;
    }
  }

  /**
   * Writes the final sizes, drops an incomplete frame, pads to an even length, adds the cue points,
   * and closes the file, also if it throws. On a full disk the cue points may be missing, but no
   * sample. Does nothing the second time.
   *
   * @throws {AlsaMmapError} FAILED if the last bytes or the sizes cannot be written
   */
  finish(): void {
    if (this.#finished) return;
    this.#finished = true;
    try {
      if (this.#sink.seekable) {
        this.#findChange();
        this.#finalize();
      }
    } finally {
      this.#sink.close();
    }
  }

  /** Before a write, because a write can hide that the file was truncated. */
  #findChange(): void {
    this.#change ??= this.#sink.findChange?.(this.#header.length + this.#dataBytes);
  }

  #refreshHeader(): void {
    if (!this.#sink.seekable) return;
    const nowMs = this.#nowMs();
    if (nowMs - this.#headerWrittenMs < this.#headerIntervalMs) return;
    this.#headerWrittenMs = nowMs;
    this.#writeAll(this.#header.encode(this.#wholeFrameBytes), 0);
  }

  /** Writes the header first: it matters most and needs no new disk space. */
  #finalize(): void {
    const dataBytes = this.#wholeFrameBytes;
    this.#writeAll(this.#header.encode(dataBytes), 0);
    const end = this.#header.length + dataBytes;
    if (dataBytes < this.#dataBytes) this.#sink.truncate(end);
    try {
      if (dataBytes % 2 === 1) this.#writeAll(new Uint8Array(1), end);
      if (dataBytes > 0) this.#writeCues(dataBytes);
    } catch (error) {
      // On a disk known to be full the pad byte may be missing; readers tolerate that.
      if (this.#failure === undefined) throw error;
    }
  }

  /** Includes the chunks in the sizes only after they are written. */
  #writeCues(dataBytes: number): void {
    const chunks = this.#cues.chunks();
    if (chunks.length === 0) return;
    const at = this.#paddedEnd;
    try {
      this.#writeAll(chunks, at);
    } catch (error) {
      this.#sink.truncate(at);
      throw error;
    }
    this.#writeAll(this.#header.encode(dataBytes, chunks.length), 0);
  }

  /** Continues after short writes; calls `onProgress` with the bytes written so far after each. */
  #writeAll(bytes: Uint8Array, position: number, onProgress?: (written: number) => void): void {
    for (let written = 0; written < bytes.length; ) {
      const count = this.#sink.write(bytes.subarray(written), position + written);
      if (count === 0) {
        throw this.#error('FAILED', 'no more bytes accepted; check the free space');
      }
      written += count;
      onProgress?.(written);
    }
  }

  /** Byte after the samples and their pad byte. */
  get #paddedEnd(): number {
    return this.#header.length + roundUpToEven(this.#wholeFrameBytes);
  }

  get #wholeFrameBytes(): number {
    return this.frames * this.#frameBytes;
  }

  #error(code: ErrorCode, problem: string): AlsaMmapError {
    return new AlsaMmapError(code, `cannot write ${this.#sink.path}: ${problem}`);
  }
}
