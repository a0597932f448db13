import type { WavReader } from '../audio/wav-reader.js';
import { AlsaMmapError } from '../device/errors.js';
import { FrameFifo } from '../stream/frame-fifo.js';
import type { Remark, StreamSide, Summary } from './stream-side.js';

/** How long the disk may stand still before the ring runs dry. */
const READ_AHEAD_SECONDS = 2;
/** Frames read at once. */
const SLICE_FRAMES = 4096;

/** The main thread's side of playing a file: from the file into the FIFO, ahead of the stream. */
export class PlayFileSide implements StreamSide {
  readonly deed = 'played';
  readonly subject: string;
  readonly fifo: FrameFifo;
  readonly #path: string;
  readonly #wav: WavReader;
  readonly #slice: Uint8Array;
  #read = 0;

  constructor(path: string, wav: WavReader) {
    this.#path = path;
    this.#wav = wav;
    this.subject = `from ${path}`;
    const capacity = Math.max(2 * SLICE_FRAMES, Math.ceil(READ_AHEAD_SECONDS * wav.rateHz));
    this.fifo = FrameFifo.allocate(capacity, wav.frameBytes);
    this.#slice = new Uint8Array(SLICE_FRAMES * wav.frameBytes);
    this.turn();
  }

  begin(): void {}

  turn(): void {
    const { frameBytes, capacity } = this.fifo;
    while (this.#read < this.#wav.frames && this.fifo.waiting + SLICE_FRAMES <= capacity) {
      const frames = this.#wav.readInto(this.#slice, this.#read);
      if (frames === 0) throw this.#cutOff();
      this.fifo.put(frames, (from, count, target, targetByte) => {
        const byte = from * frameBytes;
        target.set(this.#slice.subarray(byte, byte + count * frameBytes), targetByte);
      });
      this.#read += frames;
    }
  }

  remark(): Remark {
    const leftFrames = this.#wav.frames - this.#read + this.fifo.waiting;
    const text = `${(leftFrames / this.#wav.rateHz).toFixed(1)} s left`;
    return { figures: { leftFrames }, text, drawn: () => text };
  }

  end(): Summary {
    return { figures: { file: this.#path }, rows: [] };
  }

  #cutOff(): AlsaMmapError {
    return new AlsaMmapError(
      'FAILED',
      `${this.#path} was cut off while it played: frame ${this.#read} of ${this.#wav.frames} is gone`,
    );
  }
}
