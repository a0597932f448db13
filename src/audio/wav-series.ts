import { FileNames } from './file-names.js';
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

/** A file of the series that was finished, or changed by another program. */
export interface WavFileEvent {
  readonly kind: 'finished' | 'changed';
  readonly path: string;
  /** From 1. */
  readonly number: number;
  /** Frames of the series before the file. */
  readonly startFrame: number;
  /** Frames in the file. */
  readonly frames: number;
  /** Length of the file. */
  readonly bytes: number;
  /** Change by another program, such as `was removed`. */
  readonly change: string | undefined;
}

/**
 * Recording in one file, or split into a series of files without losing a frame. A full file is
 * finished when the first frame for the next one arrives; only then is the next file created.
 */
export class WavSeries {
  readonly #names: FileNames;
  readonly #frameBytes: number;
  readonly #maxFrames: number;
  readonly #maxBytes: number;
  readonly #open: (path: string) => WavWriter;
  readonly #paths: string[] = [];
  #writer: WavWriter;
  #framesBefore = 0;
  #isNewFileDue = false;
  #isChangeReported = false;
  #isEndReported = false;
  #events: WavFileEvent[] = [];

  /**
   * @param path can contain conversions of strftime(3), for the local time at which a file starts
   * @param open creates each file, the first one now; see `createWav` for its errors
   */
  constructor(
    path: string,
    params: WavParams,
    split?: WavSplit,
    open: (path: string) => WavWriter = (file) => createWav(file, params),
  ) {
    this.#names = new FileNames(path, split !== undefined);
    this.#frameBytes = wavFrameBytes(params);
    this.#maxFrames = split?.maxFrames ?? Infinity;
    this.#maxBytes = split?.maxBytes ?? Infinity;
    this.#open = open;
    this.#writer = this.#openNext();
  }

  /** Number of files created. */
  get fileCount(): number {
    return this.#paths.length;
  }

  get firstPath(): string {
    return this.#paths[0]!;
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
      try {
        this.#writer.write(bytes.subarray(at, end));
      } finally {
        this.#reportChange();
      }
      at = end;
    }
  }

  /** Adds a cue point at the current position; in the next file if this one has no room for it. */
  addCue(label: string): void {
    const exceedsLimit = this.#writer.finalBytesWithCue(label) > this.#maxBytes;
    if (this.#writer.frames > 0 && exceedsLimit) this.#startNextFile();
    this.#writer.addCue(label);
  }

  /** Starts a new file at the next frame, unless the current one is empty, a FIFO or a device. */
  beginNewFile(): void {
    this.#isNewFileDue = this.#writer.seekable && this.#writer.frames > 0;
  }

  /** Returns the events since the last call. */
  takeEvents(): readonly WavFileEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  /** Finishes the last file; see `WavWriter`. */
  finish(): void {
    try {
      this.#writer.finish();
    } finally {
      this.#reportChange();
      if (!this.#isEndReported) this.#report('finished');
      this.#isEndReported = true;
    }
  }

  #reportChange(): void {
    if (this.#isChangeReported || this.#writer.change === undefined) return;
    this.#isChangeReported = true;
    this.#report('changed');
  }

  #report(kind: WavFileEvent['kind']): void {
    const { frames, finalBytes: bytes, change } = this.#writer;
    this.#events.push({
      kind,
      path: this.#currentPath,
      number: this.#paths.length,
      startFrame: this.#framesBefore,
      frames,
      bytes,
      change,
    });
  }

  get #currentPath(): string {
    return this.#paths.at(-1)!;
  }

  /** Frames for which the current file has room. */
  get #roomFrames(): number {
    if (this.#isNewFileDue) return 0;
    // An odd length requires a pad byte.
    const free = this.#maxBytes - this.#writer.finalBytes - (this.#frameBytes % 2);
    return Math.min(this.#maxFrames - this.#writer.frames, Math.floor(free / this.#frameBytes));
  }

  #startNextFile(): void {
    this.finish();
    const before = this.frames;
    this.#writer = this.#openNext();
    this.#framesBefore = before;
  }

  #openNext(): WavWriter {
    const file = this.#names.next(new Date());
    const writer = this.#open(file);
    this.#paths.push(file);
    this.#isNewFileDue = false;
    this.#isChangeReported = false;
    this.#isEndReported = false;
    return writer;
  }
}
