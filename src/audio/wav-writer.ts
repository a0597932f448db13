import { AlsaMmapError } from '../device/errors.js';
import { CueList } from './wav-cues.js';
import type { WavParams } from './wav-fmt.js';
import { WavHeader, wavFrameBytes, wavStreamHeader } from './wav-header.js';
import { FileSink, type WavSink } from './wav-sink.js';

export interface WavWriterOptions {
  /** The header's sizes lag behind the samples by this at most, while samples come; 500. */
  readonly headerIntervalMs?: number | undefined;
  /** A clock that does not go back, in ms. */
  readonly nowMs?: (() => number) | undefined;
}

/**
 * Makes or overwrites the WAV file at `path`, with a header and no samples yet. A FIFO or a device,
 * which cannot be rewritten, gets a header with unknown sizes once.
 *
 * @throws {AlsaMmapError} NO_DEVICE where the directory is missing, PERMISSION, USAGE for a
 *   directory, RANGE for parameters that no header holds, FAILED for the rest, such as a full disk.
 */
export function createWav(path: string, params: WavParams, options?: WavWriterOptions): WavWriter {
  wavStreamHeader(params); // Refuses bad parameters before a file there is emptied.
  return new WavWriter(new FileSink(path), params, options);
}

/** Appends samples to a WAV file that is readable at any moment, should the process be killed. */
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
  #finished = false;

  /** Writes the first header; closes the sink where that fails. */
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

  /** Whole frames that the file holds. */
  get frames(): number {
    return Math.floor(this.#dataBytes / this.#frameBytes);
  }

  /** The file's length if it were finished now. */
  get finalBytes(): number {
    return this.#paddedEnd + this.#cues.bytes;
  }

  /** The same, with one more mark. */
  finalBytesWithCue(label: string): number {
    return this.#paddedEnd + this.#cues.bytesWithPoint(label);
  }

  /**
   * Marks the place between the frames that are there and those to come with a cue point, which is
   * written when the file is finished. Left out are points of a stream that cannot be rewritten, of
   * a file without samples, and those that a `CueList` leaves out.
   */
  addCue(label: string): void {
    if (this.#sink.seekable) this.#cues.add(this.frames, label);
  }

  /**
   * Appends samples as the file holds them (`wavLayout`); a call may end inside a frame.
   *
   * @throws {AlsaMmapError} FAILED with the errno where the file does not take them, and the same
   *   again from then on: `finish()` then keeps the whole frames that went in. CLOSED after it.
   */
  write(bytes: Uint8Array): void {
    if (this.#finished) throw this.#finishedError();
    if (this.#failure !== undefined) throw this.#failure;
    try {
      this.#append(bytes);
      this.#refreshHeader();
    } catch (error) {
      this.#failure = error;
      throw error;
    }
  }

  /**
   * Writes the final sizes, cuts a frame that is not whole, pads to an even length, adds the cue
   * points, and closes. A disk that is full by then may cost the cue points, never a sample. Does nothing the second time. The file is closed even where this throws.
   *
   * @throws {AlsaMmapError} FAILED where the last bytes or the sizes cannot be written.
   */
  finish(): void {
    if (this.#finished) return;
    this.#finished = true;
    try {
      if (this.#sink.seekable) this.#finalize();
    } finally {
      this.#sink.close();
    }
  }

  #append(bytes: Uint8Array): void {
    const start = this.#dataBytes;
    this.#writeAll(bytes, this.#header.length + start, (taken) => {
      this.#dataBytes = start + taken;
    });
  }

  #refreshHeader(): void {
    if (!this.#sink.seekable) return;
    const nowMs = this.#nowMs();
    if (nowMs - this.#headerWrittenMs < this.#headerIntervalMs) return;
    this.#headerWrittenMs = nowMs;
    this.#writeAll(this.#header.encode(this.#wholeFrameBytes), 0);
  }

  /** The header comes first: it is worth most, and it needs no new space. */
  #finalize(): void {
    const dataBytes = this.#wholeFrameBytes;
    this.#writeAll(this.#header.encode(dataBytes), 0);
    const end = this.#header.length + dataBytes;
    if (dataBytes < this.#dataBytes) this.#sink.truncate(end);
    try {
      if (dataBytes % 2 === 1) this.#writeAll(new Uint8Array(1), end);
      if (dataBytes > 0) this.#writeCues(dataBytes);
    } catch (error) {
      // On a disk known to be full the pad byte may be missing, too: readers forgive that.
      if (this.#failure === undefined) throw error;
    }
  }

  /** Their room is in the sizes only when they are there. */
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

  /** Goes on after short writes; tells the bytes taken so far after each. */
  #writeAll(bytes: Uint8Array, position: number, tell?: (taken: number) => void): void {
    for (let taken = 0; taken < bytes.length; ) {
      const more = this.#sink.write(bytes.subarray(taken), position + taken);
      if (more === 0) throw this.#noSpaceError();
      taken += more;
      tell?.(taken);
    }
  }

  /** Of the samples and their pad byte. */
  get #paddedEnd(): number {
    const dataBytes = this.#wholeFrameBytes;
    return this.#header.length + dataBytes + (dataBytes % 2);
  }

  get #wholeFrameBytes(): number {
    return this.frames * this.#frameBytes;
  }

  #noSpaceError(): AlsaMmapError {
    return new AlsaMmapError(
      'FAILED',
      `cannot write ${this.#sink.path}: it takes no more bytes; check the space left`,
    );
  }

  #finishedError(): AlsaMmapError {
    return new AlsaMmapError(
      'CLOSED',
      `cannot write ${this.#sink.path}: it was finished; open another`,
    );
  }
}
