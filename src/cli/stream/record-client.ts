import { seriesPath } from '../../audio/file-names.js';
import { type SampleCodec, type SampleView, sampleCodec } from '../../audio/sample-codec.js';
import type { WavParams } from '../../audio/wav-fmt.js';
import { bytesPerFrame } from '../../device/params.js';
import { FrameFifo } from '../../stream/frame-fifo.js';
import type { LossEvent } from '../../stream/loss.js';
import { LossReader } from '../../stream/loss-log.js';
import { monotonicNs } from '../../stream/monotonic.js';
import type { OpenedStream } from '../../stream/stream-thread.js';
import { FileNotices } from './file-notices.js';
import type { GapsFile } from './gaps-file.js';
import { RecordLevels } from './record-levels.js';
import { STDOUT } from './record-options.js';
import type { RecordTarget } from './record-target.js';
import { type FileTotals, fileRows, Recording } from './recording.js';
import type {
  Notice,
  ProgressDetail,
  StreamClient,
  StreamSummary,
  Truncation,
} from './stream-client.js';

/** Max silence written per service; frames that arrive meanwhile must fit into the FIFO. */
const MAX_SILENCE_BYTES_PER_SERVICE = 2 ** 23;

/** Stream that is recorded, with the memory through which its frames and losses arrive. */
export type RecordSource = Pick<OpenedStream, 'identity' | 'fifo' | 'losses'> & {
  readonly params: WavParams;
};

/**
 * Main thread's part of a recording: writes frames from the FIFO to the file and the level meter,
 * and losses as cue points, as silence if requested, and into the gaps file.
 */
export class RecordClient implements StreamClient {
  readonly verb: string = 'recorded';
  readonly writesToStdout: boolean;
  readonly #target: RecordTarget;
  readonly #metersLevels: boolean;
  #gaps: GapsFile | undefined;
  #recording: Recording | undefined;
  #fifo: FrameFifo | undefined;
  #losses: LossReader | undefined;
  /** Losses before which frames are still to be taken. */
  readonly #pendingLosses: LossEvent[] = [];
  /** Frames taken from the FIFO. */
  #consumedFrames = 0;
  /** Frames of silence to be written before the next is taken. */
  #silenceDueFrames = 0;
  #codec: SampleCodec | undefined;
  #samples: SampleView = new Uint8Array(0);
  #levels = new RecordLevels(0);
  #failedAt: Pick<Truncation, 'wallMs' | 'monotonicNs'> | undefined;
  #summary: StreamSummary | undefined;
  readonly #fileNotices = new FileNotices();
  #rateHz = 0;

  /** @param metered false if the levels are not shown, and so not measured */
  constructor(target: RecordTarget, metered = true) {
    this.#target = target;
    this.#metersLevels = metered;
    this.writesToStdout = target.file === STDOUT;
  }

  get subject(): string {
    if (this.writesToStdout) return 'into stdout';
    const { file, isSplit } = this.#target;
    const first = this.#recording?.series.firstPath ?? (isSplit ? seriesPath(file, 1) : file);
    return `into ${first}${isSplit ? ' and following' : ''}`;
  }

  get writesToPipe(): boolean {
    return this.#target.pipe !== undefined;
  }

  get readerClosed(): boolean {
    return this.#target.pipe?.readerClosed === true;
  }

  get pendingBytes(): number {
    const { pipe } = this.#target;
    const recording = this.#recording;
    if (recording === undefined || this.#failedAt !== undefined || this.readerClosed) return 0;
    const silence = this.#silenceDueFrames * recording.frameBytes;
    if (pipe === undefined) return silence;
    return silence + pipe.pendingBytes + this.#fifo!.readableFrames * recording.frameBytes;
  }

  open(opened: RecordSource): void {
    const { format, channels, rateHz } = opened.params;
    this.#gaps = this.#target.openGapsFile();
    const series = this.#target.open({ format, channels, rateHz });
    this.#gaps?.writeHead(series.firstPath, opened);
    this.#rateHz = rateHz;
    this.#recording = new Recording(series, format, channels);
    this.#fifo = new FrameFifo(opened.fifo!, bytesPerFrame(opened.params));
    this.#losses = new LossReader(opened.losses);
    this.#codec = sampleCodec(format);
    const { buffer, byteOffset, byteLength } = this.#fifo.bytes;
    this.#samples = this.#codec.view(buffer, byteOffset, byteLength);
    this.#levels = new RecordLevels(channels);
  }

  service(): void {
    if (this.#failedAt !== undefined) return;
    try {
      this.#drainFifo();
    } catch (error) {
      this.#recordWriteFailure();
      throw error;
    }
  }

  /** Starts a new file at the next frame that is written; ignored for stdout and pipes. */
  beginNewFile(): void {
    if (!this.writesToStdout) this.#recording?.series.beginNewFile();
  }

  takeNotices(): readonly Notice[] {
    this.#collectFileEvents();
    const isSeries = this.#target.isSplit || (this.#recording?.series.fileCount ?? 0) > 1;
    return this.#fileNotices.take(isSeries, this.#rateHz);
  }

  progressDetail(): ProgressDetail {
    return this.#levels.progressDetail();
  }

  close(): StreamSummary {
    this.#summary ??= this.#finishFiles();
    return this.#summary;
  }

  #drainFifo(): void {
    // Frames first: a loss is logged before the frames after it are committed to the FIFO.
    let waiting = this.#fifo!.readableFrames;
    const losses = this.#losses!;
    for (let loss = losses.next(); loss !== undefined; loss = losses.next()) {
      this.#pendingLosses.push(loss);
    }
    let silenceLeft = MAX_SILENCE_BYTES_PER_SERVICE / this.#recording!.frameBytes;
    while ((this.#target.pipe?.flush() ?? 0) === 0) {
      if (this.#silenceDueFrames > 0) {
        if (silenceLeft <= 0) return;
        const inserted = this.#recording!.appendSilence(this.#silenceDueFrames);
        this.#silenceDueFrames -= inserted;
        silenceLeft -= inserted;
        continue;
      }
      const loss = this.#pendingLosses[0];
      if (loss !== undefined && loss.atFrame <= this.#consumedFrames) {
        this.#pendingLosses.shift();
        this.#applyLoss(loss);
        continue;
      }
      const before =
        loss === undefined ? waiting : Math.min(waiting, loss.atFrame - this.#consumedFrames);
      if (before === 0) return;
      waiting -= this.#writeFrames(before);
    }
  }

  /**
   * Writes contiguous frames from the FIFO to the file, without a copy.
   * @returns the number of frames, up to `maxFrames`
   */
  #writeFrames(maxFrames: number): number {
    const fifo = this.#fifo!;
    const [{ byteOffset, frames }] = fifo.readableSegments(
      Math.min(maxFrames, this.#recording!.maxFrames),
    );
    const bytes = fifo.bytes.subarray(byteOffset, byteOffset + frames * fifo.frameBytes);
    const before = this.#recording!.streamFrames;
    try {
      this.#recording!.append(bytes, frames);
    } finally {
      // Only what was written, also if the write failed in the middle.
      const written = this.#recording!.streamFrames - before;
      if (this.#metersLevels && written > 0) {
        this.#levels.add(this.#samples, this.#codec!, byteOffset / fifo.frameBytes, written);
      }
    }
    fifo.commitRead(frames);
    this.#consumedFrames += frames;
    return frames;
  }

  #applyLoss(loss: LossEvent): void {
    const silence = this.#target.fillGaps ? loss.lostFrames : 0;
    const filled = silence > 0 ? ', filled with silence' : '';
    this.#recording!.series.addCue(`${loss.kind}: ${loss.lostFrames} frames lost${filled}`);
    this.#gaps?.writeLoss(loss, this.#recording!.series.position, silence);
    this.#silenceDueFrames = silence;
  }

  #collectFileEvents(): void {
    this.#fileNotices.add(this.#recording?.series.takeEvents() ?? []);
  }

  #recordWriteFailure(): void {
    this.#failedAt = { wallMs: Date.now(), monotonicNs: Math.round(monotonicNs()) };
  }

  #finishFiles(): StreamSummary {
    let failure: unknown;
    if (this.pendingBytes > 0) this.#recordWriteFailure();
    try {
      this.#recording?.series.finish();
    } catch (error) {
      failure = error;
    }
    this.#collectFileEvents();
    const truncation = this.#truncation();
    if (truncation !== undefined) this.#gaps?.writeTruncation(truncation);
    for (const loss of this.#pendingLosses) {
      this.#gaps?.writeLoss(loss, this.#recording!.series.position, 0);
    }
    this.#gaps?.close();
    const { fields, rows } = this.#levels.summary();
    const totals = this.#fileTotals();
    return {
      fields: { ...totals, ...fields },
      rows: [...fileRows(totals, truncation !== undefined), ...rows],
      truncation,
      failure: failure ?? this.#fileNotices.error ?? this.#gaps?.failure,
    };
  }

  #truncation(): Truncation | undefined {
    const recording = this.#recording;
    if (this.#failedAt === undefined || recording === undefined) return undefined;
    const heldBytes = this.#target.pipe?.pendingBytes ?? 0;
    const atFrame = recording.streamFrames - Math.ceil(heldBytes / recording.frameBytes);
    const lostFrames = this.#consumedFrames + this.#fifo!.readableFrames - atFrame;
    return { ...this.#failedAt, atFrame, position: recording.series.position, lostFrames };
  }

  #fileTotals(): FileTotals {
    const { series, streamFrames = 0, silentFrames = 0 } = this.#recording ?? {};
    const file = series?.firstPath ?? this.#target.file;
    const lastFile = series?.position.path ?? file;
    const fileCount = series?.fileCount ?? 0;
    const fileFrames = streamFrames + silentFrames;
    return { file, lastFile, fileCount, fileFrames, insertedFrames: silentFrames };
  }
}
