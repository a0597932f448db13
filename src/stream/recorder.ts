import type { MmapCapture } from '../core/mmap-capture.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { PcmState } from '../device/pcm-state.js';
import type { FrameFifo } from './frame-fifo.js';
import type { LossAmount } from './loss.js';
import { commitUnlessStopped, hwsyncUnlessStopped } from './recovery.js';
import { transferFrames } from './ring-transfer.js';
import { type LoopOptions, StreamLoop } from './stream-loop.js';

/**
 * Records in the calling thread, into a FIFO that another thread reads, until `totalFrames` were
 * captured or a stop is requested. Frames that do not fit into the FIFO are dropped and reported as
 * a loss with the cause `fifo-overflow`.
 * @example
 * const fifo = FrameFifo.allocate(48000, bytesPerFrame(device.params));
 * const options = { counters: new StreamCounters(), losses: new LossLog() };
 * new Recorder(device, new MmapCapture(device), fifo, 48000, options).run();
 */
export class Recorder extends StreamLoop<MmapCapture> {
  readonly #fifo: FrameFifo;
  #remainingFrames: number;
  /** Frames that were copied, but not committed because the stream had stopped. */
  #uncommittedFrames = 0;

  /** @param totalFrames frames to record; Infinity for no limit */
  constructor(
    device: PcmDevice,
    io: MmapCapture,
    fifo: FrameFifo,
    totalFrames: number,
    options: LoopOptions,
  ) {
    super(device, io, options);
    this.#fifo = fifo;
    this.#remainingFrames = totalFrames;
  }

  protected override get isDone(): boolean {
    return this.#remainingFrames === 0;
  }

  protected override beforeStart(): boolean {
    this.#uncommittedFrames = 0;
    return true;
  }

  /** Returns true: a capture is never idle, because frames become available by themselves. */
  protected override moveFrames(): boolean {
    this.#copyToFifo(this.io.bufferSize);
    return true;
  }

  /** Skips a period more than was overwritten: the hardware writes up to a period past hw_ptr. */
  protected override catchUp(): void {
    const { bufferSize, params } = this.io;
    const intactFrames = bufferSize - params.periodSize;
    this.losses.end();
    const { avail, hwPtr } = this.takeSnapshot();
    this.applPtrGuard.applPtrMoved(hwPtr);
    this.losses.reportRunning('xrun', commitUnlessStopped(this.io, avail - intactFrames));
  }

  /** Captured frames that were not read are lost. */
  protected override lossInRing(avail: number): LossAmount {
    this.losses.end();
    return this.lossOf(Math.max(0, avail - this.#uncommittedFrames));
  }

  protected override lossOf(frames: number): LossAmount {
    return { lostFrames: frames, silentFrames: 0 };
  }

  /** Delivers what was captured before the suspend, so that the loss follows it. */
  protected override afterResume(avail: number): void {
    const committed = commitUnlessStopped(this.io, this.#uncommittedFrames);
    this.#uncommittedFrames -= committed;
    if (this.#uncommittedFrames === 0) this.#copyToFifo(avail);
  }

  /** Delivers the rest of the ring, which is still readable. */
  protected override beforeDisconnect(): void {
    this.moveFrames();
    this.losses.end();
  }

  /** Captures what arrived since the last cycle, up to the stop. */
  protected override finish(): void {
    if (this.#remainingFrames > 0) {
      if (this.io.state() === PcmState.RUNNING) hwsyncUnlessStopped(this.io);
      const { state } = this.takeSnapshot();
      if (state === PcmState.RUNNING) this.moveFrames();
      else if (state === PcmState.XRUN || state === PcmState.SUSPENDED) this.reportStopAtEnd();
    }
    this.losses.end();
    this.#fifo.close();
    this.device.drop();
  }

  /** Moves up to `maxFrames` of the ring, and counts frames that do not fit into the FIFO. */
  #copyToFifo(maxFrames: number): void {
    const regions = this.io.dataPtr();
    const captured = Math.min(regions[0].frames + regions[1].frames, maxFrames);
    const frames = Math.min(captured, this.#remainingFrames) | 0;
    const written = Math.min(frames, this.#fifo.writableFrames);
    if (written > 0) {
      this.losses.end();
      transferFrames('copyOut', regions, this.#fifo, this.#fifo.writableSegments(written), written);
      if (this.#wasOverwritten()) return;
      this.#fifo.commitWrite(written);
      this.counters.addFrames(written);
    }
    if (written < frames) this.#addOverflow(frames - written);
    if (frames > 0) this.applPtrGuard.applPtrMoved(this.io.hwPtr());
    this.#remainingFrames -= frames;
    this.#uncommittedFrames = frames - commitUnlessStopped(this.io, frames);
  }

  /**
   * True if the hardware may have overwritten the frames that were copied. It writes up to a period
   * past hw_ptr, so a ring that is nearly full is judged by the current pointer.
   */
  #wasOverwritten(): boolean {
    const { bufferSize, params } = this.io;
    if (this.io.avail() <= bufferSize - params.periodSize) return false;
    if (this.io.state() === PcmState.RUNNING) hwsyncUnlessStopped(this.io);
    return this.io.avail() > bufferSize;
  }

  #addOverflow(frames: number): void {
    this.losses.add('fifo-overflow', frames);
    this.counters.addFifoOverflow(frames);
  }
}
