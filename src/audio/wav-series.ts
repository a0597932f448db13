import { join, parse } from 'node:path';
import type { WavParams } from './wav-fmt.js';
import { wavFrameBytes } from './wav-header.js';
import { openWav, type WavWriter } from './wav-writer.js';

/** Where a file of a series ends, and the next begins: whichever comes first. */
export interface WavSplit {
  /** Frames in a file, from 1 on. */
  readonly frames?: number | undefined;
  /** The longest that a file may become, header and cue points included. */
  readonly bytes?: number | undefined;
}

/** A place between frames of a series. */
export interface WavPlace {
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
  #files = 0;
  #file = '';
  #framesBefore = 0;

  /**
   * Opens the first file.
   * @param open opens each; see `openWav`, also for what it throws
   */
  constructor(
    path: string,
    params: WavParams,
    split?: WavSplit,
    open: (path: string) => WavWriter = (file) => openWav(file, params),
  ) {
    this.#path = path;
    this.#frameBytes = wavFrameBytes(params);
    this.#split = split;
    this.#open = open;
    this.#writer = this.#openNext();
  }

  /** Files so far. */
  get files(): number {
    return this.#files;
  }

  /** Whole frames in all files. */
  get frames(): number {
    return this.#framesBefore + this.#writer.frames;
  }

  /** Where the next frame, or a mark, comes; behind the last frame of a file that is full. */
  get place(): WavPlace {
    return { path: this.#file, frame: this.#writer.frames };
  }

  /**
   * Appends whole frames as the file holds them.
   * @throws {AlsaMmapError} as `WavWriter` does; `frames` tells how far it came
   */
  write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      if (this.#room < 1) this.#begin();
      const end = Math.min(bytes.length, at + Math.max(1, this.#room) * this.#frameBytes);
      this.#writer.write(bytes.subarray(at, end));
      at = end;
    }
  }

  /** Marks the place in the file where it is; in the next one where that has no room for words. */
  mark(label: string): void {
    const { bytes = Number.POSITIVE_INFINITY } = this.#split ?? {};
    if (this.#writer.frames > 0 && this.#writer.bytesWithMark(label) > bytes) this.#begin();
    this.#writer.mark(label);
  }

  /** Finishes the last file; see `WavWriter`. */
  finish(): void {
    this.#writer.finish();
  }

  /** Frames for which the file has room. */
  get #room(): number {
    if (this.#split === undefined) return Number.POSITIVE_INFINITY;
    const { frames = Number.POSITIVE_INFINITY, bytes = Number.POSITIVE_INFINITY } = this.#split;
    // An odd length needs a pad byte.
    const free = bytes - this.#writer.finishedBytes - (this.#frameBytes % 2);
    return Math.min(frames - this.#writer.frames, Math.floor(free / this.#frameBytes));
  }

  #begin(): void {
    this.#writer.finish();
    const before = this.frames;
    this.#writer = this.#openNext();
    this.#framesBefore = before;
  }

  #openNext(): WavWriter {
    const file = this.#split === undefined ? this.#path : seriesPath(this.#path, this.#files + 1);
    const writer = this.#open(file);
    this.#file = file;
    this.#files += 1;
    return writer;
  }
}
