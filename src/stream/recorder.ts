import type { MmapCapture } from '../core/mmap-capture.js';
import type { Snapshot } from '../core/snapshot.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { PcmState } from '../device/state.js';
import type { FrameFifo } from './frame-fifo.js';
import type { LossDate } from './last-look.js';
import type { LossAmount } from './loss.js';
import { askHardware, commitUnlessStopped } from './recovery.js';
import { transfer } from './ring-transfer.js';
import { type LoopOptions, StreamLoop } from './stream-loop.js';

/**
 * Records `total` frames, or until it is asked to stop, into a FIFO. What finds no room there is
 * told of, too.
 */
export class Recorder extends StreamLoop<MmapCapture> {
  readonly #fifo: FrameFifo;
  /** Frames still to be recorded. */
  #left: number;
  /** Frames that were copied, but could not be given back: the stream had stopped. */
  #kept = 0;
  /** Frames lost since frames last found room in the FIFO, and since when. */
  #gapFrames = 0;
  #gapBegan: LossDate | undefined;

  constructor(
    device: PcmDevice,
    io: MmapCapture,
    fifo: FrameFifo,
    total: number,
    options: LoopOptions,
  ) {
    super(device, io, options);
    this.#fifo = fifo;
    this.#left = total;
  }

  protected override get isDone(): boolean {
    return this.#left === 0;
  }

  protected override beforeStart(): boolean {
    this.#kept = 0;
    return true;
  }

  /** Never idle: it is woken when there is something. */
  protected override turn(): boolean {
    this.#move(this.io.bufferSize);
    return true;
  }

  /**
   * The hardware writes up to a period ahead of hw_ptr: goes on where nothing is overwritten yet.
   */
  protected override passed(): void {
    const { bufferSize, params } = this.io;
    const sound = bufferSize - params.periodSize;
    this.#endGap();
    const { avail, hwPtr } = this.look();
    this.foreign.moved(hwPtr);
    this.#tellNow(commitUnlessStopped(this.io, avail - sound));
  }

  protected override fillOf(avail: number): number {
    return avail;
  }

  /** What was captured, but not read. */
  protected override inRing({ avail }: Snapshot): LossAmount {
    this.#endGap();
    return { lostFrames: avail - this.#kept, insertedFrames: 0 };
  }

  protected override standingStill(frames: number): LossAmount {
    return { lostFrames: frames, insertedFrames: 0 };
  }

  /** What was captured before comes before the loss. */
  protected override resumed({ avail }: Snapshot): void {
    const kept = this.#kept - commitUnlessStopped(this.io, this.#kept);
    this.#kept = kept;
    if (kept === 0) this.#move(avail);
  }

  /** The ring can still be read: what was there before is delivered. */
  protected override gone(): void {
    this.turn();
    this.#endGap();
  }

  /** Takes what came in since the last look, asking the hardware: nothing up to the stop is lost. */
  protected override finish(): void {
    if (this.#left > 0 && this.io.state() === PcmState.RUNNING) {
      askHardware(this.io);
      const look = this.look();
      if (look.state === PcmState.XRUN) this.#tellNow(this.inRing(look).lostFrames);
      else this.turn();
    }
    this.#endGap();
    this.#fifo.end();
    this.device.drop();
  }

  /** Moves up to `most` frames of the ring, and counts what finds no room in the FIFO. */
  #move(most: number): void {
    const regions = this.io.dataPtr();
    const captured = Math.min(regions[0].frames + regions[1].frames, most);
    const frames = Math.min(captured, this.#left) | 0;
    const put = Math.min(frames, this.#fifo.room);
    if (put > 0) {
      this.#endGap();
      transfer('copyOut', regions, this.#fifo, this.#fifo.roomPieces(put), put);
      // The hardware was quicker, where nothing stops it: what was copied is not to be relied on.
      if (this.io.avail() > this.io.bufferSize && this.io.state() === PcmState.RUNNING) return;
      this.#fifo.put(put);
      this.counters.addFrames(put);
    }
    if (put < frames) this.#growGap(frames - put);
    if (frames > 0) this.foreign.moved(this.io.hwPtr());
    this.#left -= frames;
    this.#kept = frames - commitUnlessStopped(this.io, frames);
  }

  #tellNow(lostFrames: number): void {
    const atFrame = this.counters.get('frames');
    this.tell({ cause: 'xrun', atFrame, ...this.dateLoss(), lostFrames, insertedFrames: 0 });
  }

  #growGap(frames: number): void {
    this.#gapBegan ??= this.dateLoss();
    this.#gapFrames += frames;
    this.counters.addFifoLoss(frames);
  }

  /** Tells of a gap as a whole, when frames find room again. */
  #endGap(): void {
    if (this.#gapBegan === undefined) return;
    const atFrame = this.counters.get('frames');
    const durationNs = this.nowNs() - this.#gapBegan.monotonicNs;
    const lostFrames = this.#gapFrames;
    this.tell({
      cause: 'fifo',
      atFrame,
      ...this.#gapBegan,
      durationNs,
      lostFrames,
      insertedFrames: 0,
    });
    this.#gapBegan = undefined;
    this.#gapFrames = 0;
  }
}
