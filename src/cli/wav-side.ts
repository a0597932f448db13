import { type SampleCodec, type SampleView, sampleCodec } from '../audio/codec.js';
import type { WavParams } from '../audio/wav-fmt.js';
import { WavTranscoder } from '../audio/wav-transcode.js';
import type { WavWriter } from '../audio/wav-writer.js';
import { bytesPerFrame } from '../device/params.js';
import { FrameFifo } from '../stream/frame-fifo.js';
import type { Opened } from '../stream/stream-thread.js';
import { RecordLevels } from './record-levels.js';
import type { Remark, StreamSide, Summary } from './stream-side.js';

/** Frames taken from the FIFO at once. */
const SLICE_FRAMES = 4096;

/** The main thread's side of a recording: frames from the FIFO into the file and the level meter. */
export class WavSide implements StreamSide {
  readonly deed = 'recorded';
  readonly subject: string;
  readonly #path: string;
  readonly #open: (params: WavParams) => WavWriter;
  #writer: WavWriter | undefined;
  #fifo: FrameFifo | undefined;
  #codec: SampleCodec | undefined;
  #slice = new Uint8Array(0);
  #view: SampleView = this.#slice;
  #transcoder: WavTranscoder | undefined;
  #asInFile = new Uint8Array(0);
  #levels = new RecordLevels(0);

  constructor(path: string, open: (params: WavParams) => WavWriter) {
    this.#path = path;
    this.subject = `into ${path}`;
    this.#open = open;
  }

  begin({ params, fifo }: Opened): void {
    const { format, channels, rateHz } = params;
    this.#writer = this.#open({ format, channels, rateHz });
    this.#fifo = new FrameFifo(fifo!, bytesPerFrame(params));
    this.#codec = sampleCodec(format);
    this.#slice = new Uint8Array(SLICE_FRAMES * bytesPerFrame(params));
    this.#view = this.#codec.view(this.#slice.buffer, 0, this.#slice.byteLength);
    this.#transcoder = new WavTranscoder(format, channels);
    this.#asInFile = this.#transcoder.identical
      ? this.#slice
      : new Uint8Array(SLICE_FRAMES * this.#transcoder.fileFrameBytes);
    this.#levels = new RecordLevels(channels);
  }

  turn(): void {
    for (;;) {
      const frames = this.#fifo!.take(this.#slice);
      if (frames === 0) break;
      // The file first: what it does not take was not recorded.
      this.#writer!.write(this.#bytes(frames));
      this.#levels.add(this.#view, this.#codec!, frames);
    }
  }

  remark(): Remark {
    return this.#levels.remark();
  }

  end(): Summary {
    this.#writer?.finish();
    const { figures, rows } = this.#levels.summary();
    return { figures: { file: this.#path, ...figures }, rows };
  }

  /** The slice as the file holds it. */
  #bytes(frames: number): Uint8Array {
    const { identical, fileFrameBytes } = this.#transcoder!;
    if (!identical) this.#transcoder!.toFile(this.#slice, frames, this.#asInFile);
    return this.#asInFile.subarray(0, frames * fileFrameBytes);
  }
}
