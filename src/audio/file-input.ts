import { AlsaMmapError } from '../device/errors.js';
import type { SampleFormat } from '../device/format.js';
import type { FrameInput } from './frame-input.js';
import type { WavReader } from './wav-reader.js';

/** Frames of a regular file, from its first one to its last. */
export class FileInput implements FrameInput {
  readonly path: string;
  readonly formats: readonly SampleFormat[];
  readonly channels: number;
  readonly rateHz: number;
  readonly frameBytes: number;
  readonly isLive = false;
  readonly #reader: WavReader;
  #nextFrame = 0;
  #warnings: readonly string[];

  /** Takes ownership of `reader`, which `close()` closes. */
  constructor(path: string, reader: WavReader) {
    this.path = path;
    this.formats = reader.formats;
    this.channels = reader.channels;
    this.rateHz = reader.rateHz;
    this.frameBytes = reader.frameBytes;
    this.#reader = reader;
    this.#warnings = reader.warnings;
  }

  get remainingFrames(): number {
    return this.#reader.frames - this.#nextFrame;
  }

  get ended(): boolean {
    return this.remainingFrames === 0;
  }

  /** @throws {AlsaMmapError} FAILED if the file cannot be read, or has become shorter */
  read(target: Uint8Array): number {
    const frames = this.#reader.readInto(target, this.#nextFrame);
    if (frames === 0 && !this.ended && target.length >= this.frameBytes) {
      throw new AlsaMmapError(
        'FAILED',
        `${this.path} became shorter during playback: ` +
          `frame ${this.#nextFrame} of ${this.#reader.frames} is missing`,
      );
    }
    this.#nextFrame += frames;
    return frames;
  }

  seek(frame: number): void {
    this.#nextFrame = frame;
  }

  takeWarnings(): readonly string[] {
    const warnings = this.#warnings;
    this.#warnings = [];
    return warnings;
  }

  close(): void {
    this.#reader.close();
  }
}
