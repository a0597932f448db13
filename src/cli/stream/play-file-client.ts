import type { WavReader } from '../../audio/wav-reader.js';
import { WavTranscoder } from '../../audio/wav-transcoder.js';
import { AlsaMmapError } from '../../device/errors.js';
import { FrameFifo } from '../../stream/frame-fifo.js';
import type { OpenedMessage } from '../../stream/stream-thread.js';
import { printable } from '../text/printable.js';
import type { Notice, ProgressDetail, StreamClient, StreamSummary } from './stream-client.js';

/** Up to one second passes between two services; the disk may stall for the rest. */
export const READ_AHEAD_SECONDS = 2.5;
/** Size of one read; at least one frame is read, even if it is larger. */
const SLICE_BYTES = 1 << 16;

/** Reads a file into the FIFO ahead of the stream, in the main thread. */
export class PlayFileClient implements StreamClient {
  readonly verb = 'played';
  readonly subject: string;
  readonly #path: string;
  readonly #wav: WavReader;
  readonly #slice: Uint8Array;
  readonly #sliceFrames: number;
  /** Set when the ring's format is known. */
  #fifo: FrameFifo | undefined;
  #transcoder: WavTranscoder | undefined;
  #framesRead = 0;
  #notices: readonly Notice[];

  constructor(path: string, wav: WavReader) {
    this.#path = path;
    this.#wav = wav;
    this.subject = `from ${path}`;
    this.#notices = wav.warnings.map((problem) => fileWarning(path, problem));
    this.#sliceFrames = Math.max(1, Math.floor(SLICE_BYTES / wav.frameBytes));
    this.#slice = new Uint8Array(this.#sliceFrames * wav.frameBytes);
  }

  open({ params, fifo }: OpenedMessage): void {
    this.#transcoder = new WavTranscoder(params.format, params.channels);
    this.#fifo = new FrameFifo(fifo!, this.#transcoder.ringFrameBytes);
    this.service();
  }

  /** Fills the FIFO completely, so that the stream starts with the full reserve. */
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

  takeNotices(): readonly Notice[] {
    const notices = this.#notices;
    this.#notices = [];
    return notices;
  }

  progressDetail(): ProgressDetail {
    const remainingFrames = this.#wav.frames - this.#framesRead + this.#fifo!.readableFrames;
    const text = `${(remainingFrames / this.#wav.rateHz).toFixed(1)} s left`;
    return { fields: { remainingFrames }, text, render: () => text };
  }

  close(): StreamSummary {
    return { fields: { file: this.#path }, rows: [] };
  }

  /** Reads `count` frames from frame `first` of the file, converted to the ring's format. */
  #readInto(target: Uint8Array, targetByte: number, first: number, count: number): void {
    const { isIdentity, fileFrameBytes, ringFrameBytes } = this.#transcoder!;
    for (let done = 0; done < count; ) {
      const requested = Math.min(this.#sliceFrames, count - done);
      const start = targetByte + done * ringFrameBytes;
      const to = target.subarray(start, start + requested * ringFrameBytes);
      const slice = isIdentity ? to : this.#slice.subarray(0, requested * fileFrameBytes);
      const frames = this.#wav.readInto(slice, first + done);
      if (frames === 0) throw this.#truncatedError(first + done);
      if (!isIdentity) this.#transcoder!.toRing(slice, frames, to);
      done += frames;
    }
  }

  #truncatedError(frame: number): AlsaMmapError {
    return new AlsaMmapError(
      'FAILED',
      `${this.#path} became shorter during playback: ` +
        `frame ${frame} of ${this.#wav.frames} is missing`,
    );
  }
}

/** The event `file-warning`: a fault of a file's header that was corrected. */
function fileWarning(file: string, problem: string): Notice {
  return {
    event: 'file-warning',
    fields: { file, problem },
    text: `warning: ${printable(file)}: ${problem}`,
    isProblem: true,
  };
}
