import type { MmapCapture } from '../core/mmap-capture.js';
import type { Snapshot } from '../core/snapshot.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { PcmState } from '../device/pcm-state.js';
import type { FrameFifo } from './frame-fifo.js';
import type { LossAmount } from './loss.js';
import type { LossTiming } from './loss-clock.js';
import { commitUnlessStopped, hwsyncUnlessStopped } from './recovery.js';
import { transferFrames } from './ring-transfer.js';
import { type LoopOptions, StreamLoop } from './stream-loop.js';

/**
 * Records `total` frames, or until it is asked to stop, into a FIFO. What finds no room there is
 * told of, too.
 */
export class Recorder extends StreamLoop<MmapCapture> {
  readonly #fifo: FrameFifo;
  /** Frames still to be recorded. */
  #remainingFrames: number;
  /** Frames that were copied, but could not be given back: the stream had stopped. */
  #uncommittedFrames = 0;
  /** Frames lost since frames last found room in the FIFO, and since when. */
  #overflowFrames = 0;
  #overflowTiming: LossTiming | undefined;

  constructor(
    device: PcmDevice,
    io: MmapCapture,
    fifo: FrameFifo,
    total: number,
    options: LoopOptions,
  ) {
    super(device, io, options);
    this.#fifo = fifo;
    this.#remainingFrames = total;
  }

  protected override get isDone(): boolean {
    return this.#remainingFrames === 0;
  }

  protected override beforeStart(): boolean {
    this.#uncommittedFrames = 0;
    return true;
  }

  /** Never idle: it is woken when there is something. */
  protected override moveFrames(): boolean {
    this.#copyToFifo(this.io.bufferSize);
    return true;
  }

  /**
   * The hardware writes up to a period ahead of hw_ptr: goes on where nothing is overwritten yet.
   */
  protected override catchUp(): void {
    const { bufferSize, params } = this.io;
    const sound = bufferSize - params.periodSize;
    this.#reportOverflow();
    const { avail, hwPtr } = this.takeSnapshot();
    this.applPtrGuard.applPtrMoved(hwPtr);
    this.#reportXrun(commitUnlessStopped(this.io, avail - sound));
  }

  protected override ringFill(avail: number): number {
    return avail;
  }

  /** What was captured, but not read. */
  protected override lossInRing({ avail }: Snapshot): LossAmount {
    this.#reportOverflow();
    return { lostFrames: avail - this.#uncommittedFrames, silentFrames: 0 };
  }

  protected override lossWhileStopped(frames: number): LossAmount {
    return { lostFrames: frames, silentFrames: 0 };
  }

  /** What was captured before comes before the loss. */
  protected override afterResume({ avail }: Snapshot): void {
    const kept = this.#uncommittedFrames - commitUnlessStopped(this.io, this.#uncommittedFrames);
    this.#uncommittedFrames = kept;
    if (kept === 0) this.#copyToFifo(avail);
  }

  /** The ring can still be read: what was there before is delivered. */
  protected override beforeDisconnect(): void {
    this.moveFrames();
    this.#reportOverflow();
  }

  /** Takes what came in since the last look, asking the hardware: nothing up to the stop is lost. */
  protected override finish(): void {
    if (this.#remainingFrames > 0 && this.io.state() === PcmState.RUNNING) {
      hwsyncUnlessStopped(this.io);
      const look = this.takeSnapshot();
      if (look.state === PcmState.XRUN) this.#reportXrun(this.lossInRing(look).lostFrames);
      else this.moveFrames();
    }
    this.#reportOverflow();
    this.#fifo.close();
    this.device.drop();
  }

  /** Moves up to `most` frames of the ring, and counts what finds no room in the FIFO. */
  #copyToFifo(most: number): void {
    const regions = this.io.dataPtr();
    const captured = Math.min(regions[0].frames + regions[1].frames, most);
    const frames = Math.min(captured, this.#remainingFrames) | 0;
    const put = Math.min(frames, this.#fifo.writableFrames);
    if (put > 0) {
      this.#reportOverflow();
      transferFrames('copyOut', regions, this.#fifo, this.#fifo.writableSegments(put), put);
      // The hardware was quicker, where nothing stops it: what was copied is not to be relied on.
      if (this.io.avail() > this.io.bufferSize && this.io.state() === PcmState.RUNNING) return;
      this.#fifo.commitWrite(put);
      this.counters.addFrames(put);
    }
    if (put < frames) this.#addOverflow(frames - put);
    if (frames > 0) this.applPtrGuard.applPtrMoved(this.io.hwPtr());
    this.#remainingFrames -= frames;
    this.#uncommittedFrames = frames - commitUnlessStopped(this.io, frames);
  }

  #reportXrun(lostFrames: number): void {
    const atFrame = this.counters.get('frames');
    this.reportLoss({
      cause: 'xrun',
      atFrame,
      ...this.currentLossTiming(),
      lostFrames,
      silentFrames: 0,
    });
  }

  #addOverflow(frames: number): void {
    this.#overflowTiming ??= this.currentLossTiming();
    this.#overflowFrames += frames;
    this.counters.addFifoOverflow(frames);
  }

  /** Tells of a gap as a whole, when frames find room again. */
  #reportOverflow(): void {
    if (this.#overflowTiming === undefined) return;
    const atFrame = this.counters.get('frames');
    const durationNs = this.nowNs() - this.#overflowTiming.monotonicNs;
    const lostFrames = this.#overflowFrames;
    this.reportLoss({
      cause: 'fifo',
      atFrame,
      ...this.#overflowTiming,
      durationNs,
      lostFrames,
      silentFrames: 0,
    });
    this.#overflowTiming = undefined;
    this.#overflowFrames = 0;
  }
}
