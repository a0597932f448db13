import { type SampleCodec, type SampleView, sampleCodec } from '../audio/codec.js';
import { LevelMeter } from '../audio/levels.js';
import { packS24 } from '../audio/s24-pack.js';
import { type WavParams, wavLayout } from '../audio/wav-fmt.js';
import type { WavWriter } from '../audio/wav-writer.js';
import { bytesPerFrame } from '../device/params.js';
import { FrameFifo } from '../stream/frame-fifo.js';
import type { Opened } from '../stream/stream-thread.js';
import type { StreamSide } from './run-stream.js';

/** Frames taken from the FIFO at once. */
const SLICE_FRAMES = 4096;
/** Channels that a line of text has room for. */
const SHOWN_CHANNELS = 8;

/** The main thread's side of a recording: frames from the FIFO into the file and the level meter. */
export class WavSide implements StreamSide {
  readonly #open: (params: WavParams) => WavWriter;
  #writer: WavWriter | undefined;
  #fifo: FrameFifo | undefined;
  #codec: SampleCodec | undefined;
  #slice = new Uint8Array(0);
  #view: SampleView = this.#slice;
  #packed: Uint8Array | undefined;
  /** Since the line that was shown last, and in all. */
  #recent = new LevelMeter(0);
  #total = new LevelMeter(0);

  constructor(open: (params: WavParams) => WavWriter) {
    this.#open = open;
  }

  begin({ params, fifo }: Opened): void {
    const { format, channels, rateHz } = params;
    this.#writer = this.#open({ format, channels, rateHz });
    this.#fifo = new FrameFifo(fifo!, bytesPerFrame(params));
    this.#codec = sampleCodec(format);
    this.#slice = new Uint8Array(SLICE_FRAMES * bytesPerFrame(params));
    this.#view = this.#codec.view(this.#slice.buffer, 0, this.#slice.byteLength);
    if (wavLayout(format).pack) this.#packed = new Uint8Array(SLICE_FRAMES * channels * 3);
    this.#recent = new LevelMeter(channels);
    this.#total = new LevelMeter(channels);
  }

  turn(): void {
    for (;;) {
      const frames = this.#fifo!.take(this.#slice);
      if (frames === 0) break;
      this.#recent.addInterleaved(this.#view, this.#codec!, 0, frames);
      this.#total.addInterleaved(this.#view, this.#codec!, 0, frames);
      this.#writer!.write(this.#bytes(frames));
    }
  }

  remark(): string {
    const levels = this.#recent.levels();
    this.#recent.reset();
    const shown = levels.slice(0, SHOWN_CHANNELS).map(({ peakDbfs }) => dbText(peakDbfs));
    const more = levels.length > shown.length ? ' ...' : '';
    return `peak ${shown.join(' ')}${more} dBFS`;
  }

  end(): object {
    this.#writer?.finish();
    const levels = this.#total.levels();
    // JSON has no number for the level of silence: null.
    return { peakDbfs: levels.map(({ peakDbfs }) => Number(peakDbfs.toFixed(2))) };
  }

  /** The slice as the file holds it. */
  #bytes(frames: number): Uint8Array {
    const bytes = frames * this.#fifo!.frameBytes;
    if (this.#packed === undefined) return this.#slice.subarray(0, bytes);
    const samples = bytes / 4;
    packS24(this.#view as Int32Array, 0, samples, this.#packed);
    return this.#packed.subarray(0, 3 * samples);
  }
}

function dbText(dbfs: number): string {
  return Number.isFinite(dbfs) ? dbfs.toFixed(1) : '-inf';
}
