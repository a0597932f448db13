import { join, parse } from 'node:path';
import type { WavParams } from './wav-fmt.js';
import { wavFrameBytes } from './wav-header.js';
import { createWav, type WavWriter } from './wav-writer.js';

/** Where a file of a series ends, and the next begins: whichever comes first. */
export interface WavSplit {
  /** Frames in a file, from 1 on. */
  readonly maxFrames?: number | undefined;
  /** The longest that a file may become, header and cue points included. */
  readonly maxBytes?: number | undefined;
}

/** A place between frames of a series. */
export interface WavPosition {
  readonly path: string;
  readonly frame: number;
}

/** The `number`-th path of a series, from 1 on: `take-0001.wav` of `take.wav`. */
export function seriesPath(path: string, number: number): string {
  const { dir, name, ext } = parse(path);
  return join(dir, `${name}-${String(number).padStart(4, '0')}${ext}`);
}

/**
 * A recording in one file, or, where it is split, in a series of them without a frame between them.
 * A file is finished as it is left; the next is made when the first frame for it comes.
 */
export class WavSeries {
  readonly #path: string;
  readonly #frameBytes: number;
  readonly #split: WavSplit | undefined;
  readonly #open: (path: string) => WavWriter;
  #writer: WavWriter;
  #fileCount = 0;
  #currentPath = '';
  #framesBefore = 0;

  /**
   * Opens the first file.
   * @param open opens each; see `openWav`, also for what it throws
   */
  constructor(
    path: string,
    params: WavParams,
    split?: WavSplit,
    open: (path: string) => WavWriter = (file) => createWav(file, params),
  ) {
    this.#path = path;
    this.#frameBytes = wavFrameBytes(params);
    this.#split = split;
    this.#open = open;
    this.#writer = this.#openNext();
  }

  /** Files so far. */
  get fileCount(): number {
    return this.#fileCount;
  }

  /** Whole frames in all files. */
  get frames(): number {
    return this.#framesBefore + this.#writer.frames;
  }

  /** Where the next frame, or a mark, comes; behind the last frame of a file that is full. */
  get position(): WavPosition {
    return { path: this.#currentPath, frame: this.#writer.frames };
  }

  /**
   * Appends whole frames as the file holds them.
   * @throws {AlsaMmapError} as `WavWriter` does; `frames` tells how far it came
   */
  write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      if (this.#roomFrames < 1) this.#startNextFile();
      const end = Math.min(bytes.length, at + Math.max(1, this.#roomFrames) * this.#frameBytes);
      this.#writer.write(bytes.subarray(at, end));
      at = end;
    }
  }

  /** Marks the place in the file where it is; in the next one where that has no room for words. */
  addCue(label: string): void {
    const { maxBytes = Number.POSITIVE_INFINITY } = this.#split ?? {};
    if (this.#writer.frames > 0 && this.#writer.finalBytesWithCue(label) > maxBytes)
      this.#startNextFile();
    this.#writer.addCue(label);
  }

  /** Finishes the last file; see `WavWriter`. */
  finish(): void {
    this.#writer.finish();
  }

  /** Frames for which the file has room. */
  get #roomFrames(): number {
    if (this.#split === undefined) return Number.POSITIVE_INFINITY;
    const { maxFrames = Number.POSITIVE_INFINITY, maxBytes = Number.POSITIVE_INFINITY } =
      this.#split;
    // An odd length needs a pad byte.
    const free = maxBytes - this.#writer.finalBytes - (this.#frameBytes % 2);
    return Math.min(maxFrames - this.#writer.frames, Math.floor(free / this.#frameBytes));
  }

  #startNextFile(): void {
    this.#writer.finish();
    const before = this.frames;
    this.#writer = this.#openNext();
    this.#framesBefore = before;
  }

  #openNext(): WavWriter {
    const file =
      this.#split === undefined ? this.#path : seriesPath(this.#path, this.#fileCount + 1);
    const writer = this.#open(file);
    this.#currentPath = file;
    this.#fileCount += 1;
    return writer;
  }
}
