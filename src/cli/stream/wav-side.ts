import { type SampleCodec, type SampleView, sampleCodec } from '../../audio/codec.js';
import { seriesPath } from '../../audio/wav-series.js';
import { bytesPerFrame } from '../../device/params.js';
import { FrameFifo } from '../../stream/frame-fifo.js';
import type { LossEvent } from '../../stream/loss.js';
import { LossReader } from '../../stream/loss-log.js';
import { monotonicNs } from '../../stream/monotonic.js';
import type { Opened } from '../../stream/stream-thread.js';
import { printable } from '../text/printable.js';
import type { Row } from '../text/rows.js';
import type { GapsFile } from './gaps-file.js';
import { RecordLevels } from './record-levels.js';
import type { RecordTarget } from './record-target.js';
import { Recording } from './recording.js';
import type { Cut, Remark, StreamSide, Summary } from './side.js';

/** Silence that is written in one turn: what comes in meanwhile has to find room in the FIFO. */
const SILENCE_BYTES_A_TURN = 2 ** 23;

/**
 * The main thread's side of a recording: frames from the FIFO into the file and the level meter,
 * and what the stream lost into the file as marks, as silence where that is asked for, and into the
 * account of gaps.
 */
export class WavSide implements StreamSide {
  readonly deed = 'recorded';
  readonly subject: string;
  readonly takesStdout: boolean;
  readonly #target: RecordTarget;
  readonly #metered: boolean;
  #gaps: GapsFile | undefined;
  #recording: Recording | undefined;
  #fifo: FrameFifo | undefined;
  #losses: LossReader | undefined;
  /** Losses before which frames are still to be taken. */
  readonly #pending: LossEvent[] = [];
  /** Frames taken from the FIFO. */
  #taken = 0;
  /** Frames of silence to be written before the next is taken. */
  #silence = 0;
  #codec: SampleCodec | undefined;
  #samples: SampleView = new Uint8Array(0);
  #levels = new RecordLevels(0);
  #brokenAt: Pick<Cut, 'wallMs' | 'monotonicNs'> | undefined;
  #summary: Summary | undefined;

  /** @param metered whether anybody is told the levels: else they are not measured */
  constructor(target: RecordTarget, metered = true) {
    this.#target = target;
    this.#metered = metered;
    this.subject = target.subject;
    this.takesStdout = target.pipe !== undefined;
  }

  get abandoned(): boolean {
    return this.#target.pipe?.abandoned === true;
  }

  get waitingBytes(): number {
    const { pipe } = this.#target;
    if (this.#recording === undefined || this.#brokenAt !== undefined || this.abandoned) return 0;
    const { frameBytes } = this.#recording;
    const silence = this.#silence * frameBytes;
    if (pipe === undefined) return silence;
    return silence + pipe.heldBytes + this.#fifo!.waiting * frameBytes;
  }

  begin(opened: Opened): void {
    const { format, channels, rateHz } = opened.params;
    this.#gaps = this.#target.openGaps();
    const series = this.#target.open({ format, channels, rateHz });
    this.#gaps?.begin(this.#target.file, opened);
    this.#recording = new Recording(series, format, channels);
    this.#fifo = new FrameFifo(opened.fifo!, bytesPerFrame(opened.params));
    this.#losses = new LossReader(opened.losses);
    this.#codec = sampleCodec(format);
    const { buffer, byteOffset, byteLength } = this.#fifo.bytes;
    this.#samples = this.#codec.view(buffer, byteOffset, byteLength);
    this.#levels = new RecordLevels(channels);
  }

  turn(): void {
    if (this.#brokenAt !== undefined) return;
    try {
      this.#work();
    } catch (error) {
      this.#break();
      throw error;
    }
  }

  remark(): Remark {
    return this.#levels.remark();
  }

  end(): Summary {
    this.#summary ??= this.#finish();
    return this.#summary;
  }

  #work(): void {
    // In this order: a loss is told before the frames after it are handed over.
    let waiting = this.#fifo!.waiting;
    const losses = this.#losses!;
    for (let loss = losses.next(); loss !== undefined; loss = losses.next()) {
      this.#pending.push(loss);
    }
    let silenceLeft = SILENCE_BYTES_A_TURN / this.#recording!.frameBytes;
    while ((this.#target.pipe?.flush() ?? 0) === 0) {
      if (this.#silence > 0) {
        if (silenceLeft <= 0) return;
        const inserted = this.#recording!.addSilence(this.#silence);
        this.#silence -= inserted;
        silenceLeft -= inserted;
        continue;
      }
      const loss = this.#pending[0];
      if (loss !== undefined && loss.atFrame <= this.#taken) {
        this.#pending.shift();
        this.#note(loss);
        continue;
      }
      const before = loss === undefined ? waiting : Math.min(waiting, loss.atFrame - this.#taken);
      if (before === 0) return;
      waiting -= this.#take(before);
    }
  }

  /**
   * Takes frames where they lie side by side: none is copied on its way into the file.
   * @returns how many, up to `most`
   */
  #take(most: number): number {
    const fifo = this.#fifo!;
    const [{ byte, frames }] = fifo.waitingPieces(Math.min(most, this.#recording!.mostFrames));
    // The file first: what it does not take was not recorded.
    this.#recording!.add(fifo.bytes.subarray(byte, byte + frames * fifo.frameBytes), frames);
    if (this.#metered) {
      this.#levels.add(this.#samples, this.#codec!, byte / fifo.frameBytes, frames);
    }
    fifo.drop(frames);
    this.#taken += frames;
    return frames;
  }

  #note(loss: LossEvent): void {
    const silence = this.#target.fillGaps ? loss.lostFrames : 0;
    const filled = silence > 0 ? ', filled with silence' : '';
    this.#recording!.mark(`${loss.cause}: ${loss.lostFrames} frames lost${filled}`);
    this.#gaps?.gap(loss, this.#recording!.place, silence);
    this.#silence = silence;
  }

  #break(): void {
    this.#brokenAt = { wallMs: Date.now(), monotonicNs: Math.round(monotonicNs()) };
  }

  #finish(): Summary {
    let failure: unknown;
    if (this.waitingBytes > 0) this.#break();
    try {
      this.#recording?.finish();
    } catch (error) {
      failure = error;
    }
    const cut = this.#cut();
    if (cut !== undefined) this.#gaps?.cut(cut);
    for (const loss of this.#pending) this.#gaps?.gap(loss, this.#recording!.place, 0);
    this.#gaps?.close();
    const { figures, rows } = this.#levels.summary();
    return {
      figures: { file: this.#target.file, ...this.#extent(), ...figures },
      rows: [...this.#extentRows(cut), ...rows],
      cut,
      failure: failure ?? this.#gaps?.failure,
    };
  }

  #cut(): Cut | undefined {
    const recording = this.#recording;
    if (this.#brokenAt === undefined || recording === undefined) return undefined;
    const heldBytes = this.#target.pipe?.heldBytes ?? 0;
    const atFrame = recording.streamFrames - Math.ceil(heldBytes / recording.frameBytes);
    const lostFrames = this.#taken + this.#fifo!.waiting - atFrame;
    return { ...this.#brokenAt, atFrame, place: recording.place, lostFrames };
  }

  #extent() {
    const { files = 0, streamFrames = 0, silentFrames = 0 } = this.#recording ?? {};
    return { files, fileFrames: streamFrames + silentFrames, insertedFrames: silentFrames };
  }

  #extentRows(cut: Cut | undefined): Row[] {
    const { files, fileFrames, insertedFrames } = this.#extent();
    const rows: Row[] = [];
    if (insertedFrames > 0) rows.push(['inserted', `${insertedFrames} frames`, 'of silence']);
    if (files > 1) {
      const last = printable(seriesPath(this.#target.file, files));
      rows.push(['files', String(files), `to ${last}`]);
    }
    if (cut === undefined && insertedFrames === 0) return rows;
    return [['written', `${fileFrames} frames`], ...rows];
  }
}
