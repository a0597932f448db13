import type { SampleFormat } from '../device/format.js';

/** Frames of a file or pipe in order, in the layout of a plain WAV file. */
export interface FrameInput {
  /** Path, or `stdin`. */
  readonly path: string;
  /** Ring formats that hold the samples bit for bit, in order of preference. */
  readonly formats: readonly SampleFormat[];
  readonly channels: number;
  readonly rateHz: number;
  /** Bytes per frame as `read` returns them. */
  readonly frameBytes: number;
  /** Frames not yet read; undefined for a pipe whose length is not known. */
  readonly remainingFrames: number | undefined;
  /** True when there will be no more frames. */
  readonly ended: boolean;
  /** True if frames arrive as another program writes them. */
  readonly isLive: boolean;
  /** Reads up to `target.length` bytes of whole frames; returns the frames, 0 for none yet. */
  read(target: Uint8Array): number;
  /** Continues at a frame of the file; undefined for a pipe. */
  seek?(frame: number): void;
  /** Returns the faults found since the last call. */
  takeWarnings(): readonly string[];
  close(): void;
}
