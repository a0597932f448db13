import { AlsaMmapError } from '../device/errors.js';
import { CueList } from './wav-cues.js';
import type { WavParams } from './wav-fmt.js';
import { WavHeader, wavFrameBytes, wavStreamHeader } from './wav-header.js';
import { FileSink, type WavSink } from './wav-sink.js';

export interface WavWriterOptions {
  /** The header's sizes lag behind the samples by this at most, while samples come; 500. */
  readonly headerEveryMs?: number | undefined;
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
export function openWav(path: string, params: WavParams, options?: WavWriterOptions): WavWriter {
  wavStreamHeader(params); // Refuses bad parameters before a file there is emptied.
  return new WavWriter(new FileSink(path), params, options);
}

/** Appends samples to a WAV file that is readable at any moment, should the process be killed. */
export class WavWriter {
  readonly #sink: WavSink;
  readonly #header: WavHeader;
  readonly #frameBytes: number;
  readonly #headerEveryMs: number;
  readonly #nowMs: () => number;
  #headerAtMs: number;
  #dataBytes = 0;
  readonly #cues = new CueList();
  #failure: unknown;
  #finished = false;

  /** Writes the first header; closes the sink where that fails. */
  constructor(sink: WavSink, params: WavParams, options: WavWriterOptions = {}) {
    const { headerEveryMs = 500, nowMs = () => performance.now() } = options;
    this.#sink = sink;
    this.#header = new WavHeader(params);
    this.#frameBytes = wavFrameBytes(params);
    this.#headerEveryMs = headerEveryMs;
    this.#nowMs = nowMs;
    this.#headerAtMs = nowMs();
    try {
      this.#put(sink.rewritable ? this.#header.sized(0) : wavStreamHeader(params), 0);
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
  get finishedBytes(): number {
    return this.#evenEnd + this.#cues.bytes;
  }

  /** The same, with one more mark. */
  bytesWithMark(label: string): number {
    return this.#evenEnd + this.#cues.bytesWith(label);
  }

  /**
   * Marks the place between the frames that are there and those to come with a cue point, which is
   * written when the file is finished. Left out are points of a stream that cannot be rewritten, of
   * a file without samples, and those that a `CueList` leaves out.
   */
  mark(label: string): void {
    if (this.#sink.rewritable) this.#cues.add(this.frames, label);
  }

  /**
   * Appends samples as the file holds them (`wavLayout`); a call may end inside a frame.
   *
   * @throws {AlsaMmapError} FAILED with the errno where the file does not take them, and the same
   *   again from then on: `finish()` then keeps the whole frames that went in. CLOSED after it.
   */
  write(bytes: Uint8Array): void {
    if (this.#finished) throw this.#alreadyFinished();
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
      if (this.#sink.rewritable) this.#seal();
    } finally {
      this.#sink.close();
    }
  }

  #append(bytes: Uint8Array): void {
    const start = this.#dataBytes;
    this.#put(bytes, this.#header.length + start, (taken) => {
      this.#dataBytes = start + taken;
    });
  }

  #refreshHeader(): void {
    if (!this.#sink.rewritable) return;
    const nowMs = this.#nowMs();
    if (nowMs - this.#headerAtMs < this.#headerEveryMs) return;
    this.#headerAtMs = nowMs;
    this.#put(this.#header.sized(this.#wholeBytes), 0);
  }

  /** The header comes first: it is worth most, and it needs no new space. */
  #seal(): void {
    const dataBytes = this.#wholeBytes;
    this.#put(this.#header.sized(dataBytes), 0);
    const end = this.#header.length + dataBytes;
    if (dataBytes < this.#dataBytes) this.#sink.truncate(end);
    try {
      if (dataBytes % 2 === 1) this.#put(new Uint8Array(1), end);
      if (dataBytes > 0) this.#addCues(dataBytes);
    } catch (error) {
      // On a disk known to be full the pad byte may be missing, too: readers forgive that.
      if (this.#failure === undefined) throw error;
    }
  }

  /** Their room is in the sizes only when they are there. */
  #addCues(dataBytes: number): void {
    const chunks = this.#cues.chunks();
    if (chunks.length === 0) return;
    const at = this.#evenEnd;
    try {
      this.#put(chunks, at);
    } catch (error) {
      this.#sink.truncate(at);
      throw error;
    }
    this.#put(this.#header.sized(dataBytes, chunks.length), 0);
  }

  /** Goes on after short writes; tells the bytes taken so far after each. */
  #put(bytes: Uint8Array, position: number, tell?: (taken: number) => void): void {
    for (let taken = 0; taken < bytes.length; ) {
      const more = this.#sink.write(bytes.subarray(taken), position + taken);
      if (more === 0) throw this.#stuck();
      taken += more;
      tell?.(taken);
    }
  }

  /** Of the samples and their pad byte. */
  get #evenEnd(): number {
    const dataBytes = this.#wholeBytes;
    return this.#header.length + dataBytes + (dataBytes % 2);
  }

  get #wholeBytes(): number {
    return this.frames * this.#frameBytes;
  }

  #stuck(): AlsaMmapError {
    return new AlsaMmapError(
      'FAILED',
      `cannot write ${this.#sink.path}: it takes no more bytes; check the space left`,
    );
  }

  #alreadyFinished(): AlsaMmapError {
    return new AlsaMmapError(
      'CLOSED',
      `cannot write ${this.#sink.path}: it was finished; open another`,
    );
  }
}
