import { type SampleCodec, type SampleView, sampleCodec } from '../audio/codec.js';
import { seriesPath, type WavSeries } from '../audio/wav-series.js';
import { WavTranscoder } from '../audio/wav-transcode.js';
import { bytesPerFrame } from '../device/params.js';
import { FrameFifo } from '../stream/frame-fifo.js';
import type { Opened } from '../stream/stream-thread.js';
import { RecordLevels } from './record-levels.js';
import type { RecordTarget } from './record-target.js';
import type { Row } from './rows.js';
import type { Remark, StreamSide, Summary } from './stream-side.js';

/** Taken from the FIFO at once. */
const SLICE_BYTES = 65_536;

/** The main thread's side of a recording: frames from the FIFO into the file and the level meter. */
export class WavSide implements StreamSide {
  readonly deed = 'recorded';
  readonly subject: string;
  readonly takesStdout: boolean;
  readonly #target: RecordTarget;
  #series: WavSeries | undefined;
  #fifo: FrameFifo | undefined;
  #codec: SampleCodec | undefined;
  #slice = new Uint8Array(0);
  #view: SampleView = this.#slice;
  #transcoder: WavTranscoder | undefined;
  #asInFile = new Uint8Array(0);
  #levels = new RecordLevels(0);

  constructor(target: RecordTarget) {
    this.#target = target;
    this.subject = target.subject;
    this.takesStdout = target.pipe !== undefined;
  }

  get abandoned(): boolean {
    return this.#target.pipe?.abandoned === true;
  }

  get waitingBytes(): number {
    const { pipe } = this.#target;
    if (pipe === undefined || pipe.abandoned || this.#fifo === undefined) return 0;
    return this.#fifo.waiting * this.#fifo.frameBytes + pipe.heldBytes;
  }

  begin({ params, fifo }: Opened): void {
    const { format, channels, rateHz } = params;
    this.#series = this.#target.open({ format, channels, rateHz });
    this.#fifo = new FrameFifo(fifo!, bytesPerFrame(params));
    this.#codec = sampleCodec(format);
    const frames = Math.max(1, Math.floor(SLICE_BYTES / bytesPerFrame(params)));
    this.#slice = new Uint8Array(frames * bytesPerFrame(params));
    this.#view = this.#codec.view(this.#slice.buffer, 0, this.#slice.byteLength);
    this.#transcoder = new WavTranscoder(format, channels);
    this.#asInFile = this.#transcoder.identical
      ? this.#slice
      : new Uint8Array(frames * this.#transcoder.fileFrameBytes);
    this.#levels = new RecordLevels(channels);
  }

  turn(): void {
    const { pipe } = this.#target;
    while (pipe === undefined || pipe.flush() === 0) {
      const frames = this.#fifo!.take(this.#slice);
      if (frames === 0) break;
      // The file first: what it does not take was not recorded.
      this.#series!.write(this.#bytes(frames));
      this.#levels.add(this.#view, this.#codec!, frames);
    }
  }

  remark(): Remark {
    return this.#levels.remark();
  }

  end(): Summary {
    this.#series?.finish();
    const { figures, rows } = this.#levels.summary();
    const files = this.#series?.files ?? 0;
    const last = seriesPath(this.#target.file, files);
    const row: Row[] = files > 1 ? [['files', String(files), `to ${last}`]] : [];
    return { figures: { file: this.#target.file, files, ...figures }, rows: [...row, ...rows] };
  }

  /** The slice as the file holds it. */
  #bytes(frames: number): Uint8Array {
    const { identical, fileFrameBytes } = this.#transcoder!;
    if (!identical) this.#transcoder!.toFile(this.#slice, frames, this.#asInFile);
    return this.#asInFile.subarray(0, frames * fileFrameBytes);
  }
}
