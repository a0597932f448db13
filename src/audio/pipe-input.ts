import { setTimeout as sleep } from 'node:timers/promises';
import type { SampleFormat } from '../device/format.js';
import type { FrameInput } from './frame-input.js';
import type { PipeSource } from './pipe-source.js';
import { type ChunkSource, unsupportedWav } from './wav-chunks.js';
import { findSamples, type StoredSamples } from './wav-samples.js';
import { WavTranscoder } from './wav-transcoder.js';

/** Limit of the chunks before the samples, which are kept until the samples are found. */
const MAX_HEADER_BYTES = 1 << 24;
const HEADER_STEP_BYTES = 1 << 16;
const POLL_INTERVAL_MS = 10;
const SLICE_BYTES = 1 << 16;

/**
 * Reads from `pipe` until the samples of a WAV file begin; returns undefined if aborted.
 * @throws {AlsaMmapError} UNSUPPORTED as for a file, and if 16 MiB contain no samples
 */
export async function openPipeInput(
  pipe: PipeSource,
  aborted: AbortSignal,
): Promise<PipeInput | undefined> {
  const header = new PipeHeader(pipe);
  while (!aborted.aborted) {
    const samples = header.findSamples();
    if (samples !== undefined) return new PipeInput(pipe, samples, header.bytes);
    if (!header.readMore()) await sleep(POLL_INTERVAL_MS);
  }
  return undefined;
}

/** The first bytes of a pipe, in which the samples are searched for as they arrive. */
class PipeHeader implements ChunkSource {
  readonly path: string;
  readonly #pipe: PipeSource;
  #bytes = Buffer.alloc(0);
  /** True if a read requested bytes that have not arrived. */
  #isShort = false;

  constructor(pipe: PipeSource) {
    this.#pipe = pipe;
    this.path = pipe.path;
  }

  get bytes(): Uint8Array {
    return this.#bytes;
  }

  readAt(position: number, length: number): Buffer {
    const found = this.#bytes.subarray(position, position + length);
    this.#isShort ||= found.length < length && !this.#pipe.ended;
    return found;
  }

  /** Returns undefined if more bytes are needed. */
  findSamples(): StoredSamples | undefined {
    this.#isShort = false;
    try {
      const samples = findSamples(this);
      return this.#isShort ? undefined : samples;
    } catch (error) {
      if (this.#isShort) return undefined;
      throw error;
    }
  }

  /** Returns false if nothing has arrived. */
  readMore(): boolean {
    const have = this.#bytes.length;
    if (have >= MAX_HEADER_BYTES)
      throw unsupportedWav(this, have, `no samples in the first ${MAX_HEADER_BYTES} bytes`);
    const more = Buffer.alloc(HEADER_STEP_BYTES);
    const count = this.#pipe.readInto(more);
    if (count > 0) this.#bytes = Buffer.concat([this.#bytes, more.subarray(0, count)]);
    return count > 0 || this.#pipe.ended;
  }
}

/** Frames of a pipe, as they arrive. */
export class PipeInput implements FrameInput {
  readonly path: string;
  readonly formats: readonly SampleFormat[];
  readonly channels: number;
  readonly rateHz: number;
  readonly frameBytes: number;
  readonly isLive = true;
  readonly #pipe: PipeSource;
  /** Converts from the pipe's format. */
  readonly #unpacker: WavTranscoder;
  readonly #slice: Uint8Array;
  /** Bytes that arrived with the header, then the bytes of an incomplete frame. */
  #pending: Uint8Array;
  #remainingBytes: number;
  #isCut = false;
  #warnings: string[];

  /**
   * Takes ownership of `pipe`, which `close()` closes.
   * @param first bytes read so far, from the first byte of the pipe
   */
  constructor(pipe: PipeSource, samples: StoredSamples, first: Uint8Array = new Uint8Array(0)) {
    this.path = pipe.path;
    this.formats = samples.formats;
    this.channels = samples.channels;
    this.rateHz = samples.rateHz;
    this.#pipe = pipe;
    this.#unpacker = new WavTranscoder(samples.stored, samples.channels);
    this.frameBytes = this.#unpacker.fileFrameBytes;
    const storedFrameBytes = this.#unpacker.ringFrameBytes;
    this.#slice = new Uint8Array(Math.max(SLICE_BYTES, storedFrameBytes));
    this.#pending = first.slice(samples.offset);
    const bytes = samples.bytes ?? Number.POSITIVE_INFINITY;
    this.#remainingBytes = bytes - (Number.isFinite(bytes) ? bytes % storedFrameBytes : 0);
    this.#warnings = [...samples.warnings];
  }

  get remainingFrames(): number | undefined {
    const frames = this.#remainingBytes / this.#unpacker.ringFrameBytes;
    return Number.isFinite(frames) ? frames : undefined;
  }

  get ended(): boolean {
    if (this.#remainingBytes === 0) return true;
    return this.#pipe.ended && this.#pending.length < this.#unpacker.ringFrameBytes;
  }

  read(target: Uint8Array): number {
    const wanted = Math.floor(target.length / this.frameBytes);
    let done = 0;
    while (done < wanted) {
      const frames = this.#readSlice(target.subarray(done * this.frameBytes), wanted - done);
      if (frames === 0) break;
      done += frames;
    }
    this.#warnIfCut();
    return done;
  }

  takeWarnings(): readonly string[] {
    const warnings = this.#warnings;
    this.#warnings = [];
    return warnings;
  }

  close(): void {
    this.#pipe.close();
  }

  #readSlice(target: Uint8Array, maxFrames: number): number {
    const frameBytes = this.#unpacker.ringFrameBytes;
    const capacity = Math.floor(this.#slice.length / frameBytes) * frameBytes;
    const wanted = Math.min(maxFrames * frameBytes, capacity, this.#remainingBytes);
    const kept = Math.min(this.#pending.length, wanted);
    this.#slice.set(this.#pending.subarray(0, kept));
    const filled = kept + this.#pipe.readInto(this.#slice.subarray(kept, wanted));
    const bytes = filled - (filled % frameBytes);
    // Whatever is left of the pending bytes lies behind a full slice.
    const left = this.#pending.subarray(kept);
    this.#pending = left.length > 0 ? left : this.#slice.slice(bytes, filled);
    this.#unpacker.toFile(this.#slice, bytes / frameBytes, target);
    this.#remainingBytes -= bytes;
    return bytes / frameBytes;
  }

  #warnIfCut(): void {
    const { remainingFrames } = this;
    if (this.#isCut || !this.ended || remainingFrames === undefined || remainingFrames === 0)
      return;
    this.#isCut = true;
    this.#warnings.push(`it ended ${remainingFrames} frames before the length in its header`);
  }
}
