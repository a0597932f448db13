import type { InputQueue, InputWarning } from '../../audio/input-queue.js';
import { RingConverter } from '../../audio/ring-converter.js';
import type { PcmParams } from '../../device/params.js';
import type { TextRow } from '../../report/text-rows.js';
import { FrameFifo } from '../../stream/frame-fifo.js';
import type { StreamCounters } from '../../stream/stream-counters.js';
import type { OpenedStream } from '../../stream/stream-thread.js';
import { printable } from '../text/printable.js';
import type {
  Notice,
  OpenedDetail,
  ProgressDetail,
  StreamClient,
  StreamSummary,
} from './stream-client.js';

/** Up to one second passes between two services; the disk may stall for the rest. */
export const READ_AHEAD_SECONDS = 2.5;
/** Size of one read; at least one frame is read, even if it is larger. */
const SLICE_BYTES = 1 << 16;

/** Reads files and pipes into the FIFO ahead of the stream, in the main thread. */
export class PlayFileClient implements StreamClient {
  readonly verb = 'played';
  readonly subject: string;
  readonly readsFromPipe: boolean;
  readonly #input: InputQueue;
  readonly #slice: Uint8Array;
  readonly #sliceFrames: number;
  /** Set when the ring's format is known. */
  #fifo: FrameFifo | undefined;
  #converter: RingConverter | undefined;
  #params: PcmParams | undefined;
  #counters: StreamCounters | undefined;
  /** True if the last service moved frames and the FIFO has room for more. */
  #expectsMore = false;

  constructor(input: InputQueue) {
    const { paths } = input;
    this.#input = input;
    this.subject = paths.length === 1 ? `from ${paths[0]}` : `from ${paths.length} files`;
    this.readsFromPipe = input.isLive;
    this.#sliceFrames = Math.max(1, Math.floor(SLICE_BYTES / input.frameBytes));
    this.#slice = new Uint8Array(this.#sliceFrames * input.frameBytes);
  }

  get expectsMore(): boolean {
    return this.#expectsMore;
  }

  open({ params, fifo }: OpenedStream, counters: StreamCounters): void {
    this.#counters = counters;
    this.#params = params;
    this.#converter = new RingConverter(this.#input, params);
    this.#fifo = new FrameFifo(fifo!, this.#converter.ringFrameBytes);
    this.service();
  }

  openedDetail(): OpenedDetail {
    const { format, channels } = this.#params!;
    const { formats, channels: fromChannels } = this.#input;
    const isWider = formats.every(({ name }) => name !== format.name);
    const fromBits = isWider ? formats[0]!.width : format.width;
    const conversion = { fromBits, toBits: format.width, fromChannels, toChannels: channels };
    const isConverted = isWider || fromChannels !== channels;
    const text =
      (isWider ? `, ${fromBits} bits widened to ${format.width}` : '') +
      (fromChannels === channels ? '' : `, mono copied to ${channels} channels`);
    return { fields: { conversion: isConverted ? conversion : null }, text };
  }

  /** Fills the FIFO with the available frames, so that the stream has the full reserve. */
  service(): void {
    const fifo = this.#fifo!;
    let moved = 0;
    for (const piece of fifo.writableSegments(fifo.writableFrames)) {
      const frames = this.#readInto(fifo.bytes, piece.byteOffset, piece.frames);
      moved += frames;
      if (frames < piece.frames) break;
    }
    fifo.commitWrite(moved);
    if (this.#input.ended) fifo.close();
    this.#expectsMore = moved > 0 && fifo.writableFrames > 0 && !this.#input.ended;
  }

  takeNotices(): readonly Notice[] {
    return this.#input.takeWarnings().map(fileWarning);
  }

  togglePause(): void {
    const counters = this.#counters!;
    counters.pauseRequested = !counters.pauseRequested;
  }

  progressDetail(): ProgressDetail {
    const { remainingFrames: unread } = this.#input;
    const remainingFrames = unread === undefined ? undefined : unread + this.#fifo!.readableFrames;
    const left = remainingFrames && `${(remainingFrames / this.#input.rateHz).toFixed(1)} s left`;
    const pausedNs = this.#pausedNs;
    const paused = pausedNs > 0 && `paused ${(pausedNs / 1e9).toFixed(1)} s`;
    const text = [left, paused].filter(Boolean).join('  ');
    const known = remainingFrames === undefined ? {} : { remainingFrames };
    return { fields: { ...known, pausedNs }, text, render: () => text };
  }

  close(): StreamSummary {
    const { paths, rateHz } = this.#input;
    const played = this.#input.framesPerInput(this.#counters?.get('frames') ?? 0);
    const files = paths.map((file, index) => ({ file, frames: played[index]! }));
    const pausedNs = this.#pausedNs;
    const fields = { files, pausedNs };
    const paused: TextRow[] =
      pausedNs === 0 ? [] : [['paused', `${(pausedNs / 1e9).toFixed(3)} s`]];
    if (files.length === 1) return { fields, rows: paused };
    const rows = files.map(
      ({ file, frames }): TextRow => [
        'file',
        `${frames} frames, ${(frames / rateHz).toFixed(3)} s`,
        printable(file),
      ],
    );
    return { fields, rows: [...paused, ...rows] };
  }

  get #pausedNs(): number {
    return Math.round(this.#counters?.get('pausedNs') ?? 0);
  }

  /** Reads up to `count` frames, converted to the ring's format; returns the frames available. */
  #readInto(target: Uint8Array, targetByte: number, count: number): number {
    const { isIdentity, ringFrameBytes } = this.#converter!;
    const { frameBytes } = this.#input;
    let done = 0;
    while (done < count) {
      const requested = Math.min(this.#sliceFrames, count - done);
      const start = targetByte + done * ringFrameBytes;
      const to = target.subarray(start, start + requested * ringFrameBytes);
      const slice = isIdentity ? to : this.#slice.subarray(0, requested * frameBytes);
      const frames = this.#input.read(slice);
      if (frames === 0) break;
      if (!isIdentity) this.#converter!.convert(slice, frames, to);
      done += frames;
    }
    return done;
  }
}

/** The event `file-warning`: a fault of a file's header that was corrected. */
function fileWarning({ path: file, problem }: InputWarning): Notice {
  return {
    event: 'file-warning',
    fields: { file, problem },
    text: `warning: ${printable(file)}: ${problem}`,
    isProblem: true,
  };
}
