import { join, parse } from 'node:path';
import type { WavParams } from './wav-fmt.js';
import { wavFrameBytes } from './wav-header.js';
import { createWav, type WavWriter } from './wav-writer.js';

/** Limits of a file in a series; the one reached first applies. */
export interface WavSplit {
  /** Maximum frames in a file, 1 or more. */
  readonly maxFrames?: number | undefined;
  /** Maximum length of a file, including header and cue points. */
  readonly maxBytes?: number | undefined;
}

/** Position between two frames of a series. */
export interface WavPosition {
  readonly path: string;
  readonly frame: number;
}

/** Returns the path of file `number` of a series, from 1: `take-0001.wav` for `take.wav`. */
export function seriesPath(path: string, number: number): string {
  const { dir, name, ext } = parse(path);
  return join(dir, `${name}-${String(number).padStart(4, '0')}${ext}`);
}

/**
 * Recording in one file, or split into a series of files without losing a frame. A full file is
 * finished when the first frame for the next one arrives; only then is the next file created.
 */
export class WavSeries {
  readonly #path: string;
  readonly #frameBytes: number;
  readonly #isSplit: boolean;
  readonly #maxFrames: number;
  readonly #maxBytes: number;
  readonly #open: (path: string) => WavWriter;
  #writer: WavWriter;
  #fileCount = 0;
  #currentPath = '';
  #framesBefore = 0;

  /** @param open creates each file, the first one now; see `createWav` for its errors */
  constructor(
    path: string,
    params: WavParams,
    split?: WavSplit,
    open: (path: string) => WavWriter = (file) => createWav(file, params),
  ) {
    this.#path = path;
    this.#frameBytes = wavFrameBytes(params);
    this.#isSplit = split !== undefined;
    this.#maxFrames = split?.maxFrames ?? Infinity;
    this.#maxBytes = split?.maxBytes ?? Infinity;
    this.#open = open;
    this.#writer = this.#openNext();
  }

  /** Number of files created. */
  get fileCount(): number {
    return this.#fileCount;
  }

  /** Number of whole frames in all files. */
  get frames(): number {
    return this.#framesBefore + this.#writer.frames;
  }

  /** Position of the next frame or cue point; the end of the current file if it is full. */
  get position(): WavPosition {
    return { path: this.#currentPath, frame: this.#writer.frames };
  }

  /**
   * Appends whole frames in the file's layout.
   * @throws {AlsaMmapError} as `WavWriter.write` does; `frames` then counts the frames written
   */
  write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      if (this.#roomFrames < 1) this.#startNextFile();
      const end = Math.min(bytes.length, at + Math.max(1, this.#roomFrames) * this.#frameBytes);
      this.#writer.write(bytes.subarray(at, end));
      at = end;
    }
  }

  /** Adds a cue point at the current position; in the next file if this one has no room for it. */
  addCue(label: string): void {
    const exceedsLimit = this.#writer.finalBytesWithCue(label) > this.#maxBytes;
    if (this.#writer.frames > 0 && exceedsLimit) this.#startNextFile();
    this.#writer.addCue(label);
  }

  /** Finishes the last file; see `WavWriter`. */
  finish(): void {
    this.#writer.finish();
  }

  /** Frames for which the current file has room. */
  get #roomFrames(): number {
    // An odd length requires a pad byte.
    const free = this.#maxBytes - this.#writer.finalBytes - (this.#frameBytes % 2);
    return Math.min(this.#maxFrames - this.#writer.frames, Math.floor(free / this.#frameBytes));
  }

  #startNextFile(): void {
    this.#writer.finish();
    const before = this.frames;
    this.#writer = this.#openNext();
    this.#framesBefore = before;
  }

  #openNext(): WavWriter {
    const file = this.#isSplit ? seriesPath(this.#path, this.#fileCount + 1) : this.#path;
    const writer = this.#open(file);
    this.#currentPath = file;
    this.#fileCount += 1;
    return writer;
  }
}
