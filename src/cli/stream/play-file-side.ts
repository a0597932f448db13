import type { WavReader } from '../../audio/wav-reader.js';
import { WavTranscoder } from '../../audio/wav-transcode.js';
import { AlsaMmapError } from '../../device/errors.js';
import { FrameFifo } from '../../stream/frame-fifo.js';
import type { Opened } from '../../stream/stream-thread.js';
import type { Remark, StreamSide, Summary } from './side.js';

/** Of these up to one passes between two turns; for the others the disk may stand still. */
export const READ_AHEAD_SECONDS = 2.5;
/** Read at once; a frame at least, which may be as long by itself. */
const SLICE_BYTES = 1 << 16;

/** The main thread's side of playing a file: from the file into the FIFO, ahead of the stream. */
export class PlayFileSide implements StreamSide {
  readonly deed = 'played';
  readonly subject: string;
  readonly #path: string;
  readonly #wav: WavReader;
  readonly #slice: Uint8Array;
  readonly #sliceFrames: number;
  /** Once the ring's format is known. */
  #frames: FrameFifo | undefined;
  #transcoder: WavTranscoder | undefined;
  #read = 0;

  constructor(path: string, wav: WavReader) {
    this.#path = path;
    this.#wav = wav;
    this.subject = `from ${path}`;
    this.#sliceFrames = Math.max(1, Math.floor(SLICE_BYTES / wav.frameBytes));
    this.#slice = new Uint8Array(this.#sliceFrames * wav.frameBytes);
  }

  begin({ params, fifo }: Opened): void {
    this.#transcoder = new WavTranscoder(params.format, params.channels);
    this.#frames = new FrameFifo(fifo!, this.#transcoder.ringFrameBytes);
    this.turn();
  }

  /** All that has room goes in at once: a stream that has begun must not find the FIFO half full. */
  turn(): void {
    const fifo = this.#frames!;
    const frames = Math.min(this.#wav.frames - this.#read, fifo.room);
    let first = this.#read;
    for (const piece of fifo.roomPieces(frames)) {
      this.#readInto(fifo.bytes, piece.byte, first, piece.frames);
      first += piece.frames;
    }
    fifo.put(frames);
    this.#read = first;
    if (this.#read === this.#wav.frames) fifo.end();
  }

  remark(): Remark {
    const leftFrames = this.#wav.frames - this.#read + this.#frames!.waiting;
    const text = `${(leftFrames / this.#wav.rateHz).toFixed(1)} s left`;
    return { figures: { leftFrames }, text, drawn: () => text };
  }

  end(): Summary {
    return { figures: { file: this.#path }, rows: [] };
  }

  /** Frames of the file, from the `first`-th on, in the ring's format. */
  #readInto(target: Uint8Array, targetByte: number, first: number, count: number): void {
    const { identical, fileFrameBytes, ringFrameBytes } = this.#transcoder!;
    for (let done = 0; done < count; ) {
      const wanted = Math.min(this.#sliceFrames, count - done);
      const start = targetByte + done * ringFrameBytes;
      const to = target.subarray(start, start + wanted * ringFrameBytes);
      const slice = identical ? to : this.#slice.subarray(0, wanted * fileFrameBytes);
      const frames = this.#wav.readInto(slice, first + done);
      if (frames === 0) throw this.#cutOff(first + done);
      if (!identical) this.#transcoder!.toRing(slice, frames, to);
      done += frames;
    }
  }

  #cutOff(frame: number): AlsaMmapError {
    return new AlsaMmapError(
      'FAILED',
      `${this.#path} was cut off while it played: frame ${frame} of ${this.#wav.frames} is gone`,
    );
  }
}
