import type { WavReader } from '../../audio/wav-reader.js';
import { WavTranscoder } from '../../audio/wav-transcoder.js';
import { AlsaMmapError } from '../../device/errors.js';
import { FrameFifo } from '../../stream/frame-fifo.js';
import type { OpenedMessage } from '../../stream/stream-thread.js';
import type { ProgressDetail, StreamClient, StreamSummary } from './stream-client.js';

/** Of these up to one passes between two turns; for the others the disk may stand still. */
export const READ_AHEAD_SECONDS = 2.5;
/** Read at once; a frame at least, which may be as long by itself. */
const SLICE_BYTES = 1 << 16;

/** The main thread's side of playing a file: from the file into the FIFO, ahead of the stream. */
export class PlayFileClient implements StreamClient {
  readonly verb = 'played';
  readonly subject: string;
  readonly #path: string;
  readonly #wav: WavReader;
  readonly #slice: Uint8Array;
  readonly #sliceFrames: number;
  /** Once the ring's format is known. */
  #fifo: FrameFifo | undefined;
  #transcoder: WavTranscoder | undefined;
  #framesRead = 0;

  constructor(path: string, wav: WavReader) {
    this.#path = path;
    this.#wav = wav;
    this.subject = `from ${path}`;
    this.#sliceFrames = Math.max(1, Math.floor(SLICE_BYTES / wav.frameBytes));
    this.#slice = new Uint8Array(this.#sliceFrames * wav.frameBytes);
  }

  open({ params, fifo }: OpenedMessage): void {
    this.#transcoder = new WavTranscoder(params.format, params.channels);
    this.#fifo = new FrameFifo(fifo!, this.#transcoder.ringFrameBytes);
    this.service();
  }

  /** All that has room goes in at once: a stream that has begun must not find the FIFO half full. */
  service(): void {
    const fifo = this.#fifo!;
    const frames = Math.min(this.#wav.frames - this.#framesRead, fifo.writableFrames);
    let first = this.#framesRead;
    for (const piece of fifo.writableSegments(frames)) {
      this.#readInto(fifo.bytes, piece.byteOffset, first, piece.frames);
      first += piece.frames;
    }
    fifo.commitWrite(frames);
    this.#framesRead = first;
    if (this.#framesRead === this.#wav.frames) fifo.close();
  }

  progressDetail(): ProgressDetail {
    const leftFrames = this.#wav.frames - this.#framesRead + this.#fifo!.readableFrames;
    const text = `${(leftFrames / this.#wav.rateHz).toFixed(1)} s left`;
    return { fields: { leftFrames }, text, render: () => text };
  }

  close(): StreamSummary {
    return { fields: { file: this.#path }, rows: [] };
  }

  /** Frames of the file, from the `first`-th on, in the ring's format. */
  #readInto(target: Uint8Array, targetByte: number, first: number, count: number): void {
    const { isIdentity, fileFrameBytes, ringFrameBytes } = this.#transcoder!;
    for (let done = 0; done < count; ) {
      const wanted = Math.min(this.#sliceFrames, count - done);
      const start = targetByte + done * ringFrameBytes;
      const to = target.subarray(start, start + wanted * ringFrameBytes);
      const slice = isIdentity ? to : this.#slice.subarray(0, wanted * fileFrameBytes);
      const frames = this.#wav.readInto(slice, first + done);
      if (frames === 0) throw this.#truncatedError(first + done);
      if (!isIdentity) this.#transcoder!.toRing(slice, frames, to);
      done += frames;
    }
  }

  #truncatedError(frame: number): AlsaMmapError {
    return new AlsaMmapError(
      'FAILED',
      `${this.#path} was cut off while it played: frame ${frame} of ${this.#wav.frames} is gone`,
    );
  }
}
