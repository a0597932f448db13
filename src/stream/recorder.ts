import type { MmapCapture } from '../core/mmap-capture.js';
import type { Snapshot } from '../core/snapshot.js';
import { AlsaMmapError } from '../device/errors.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { PcmState } from '../device/state.js';
import type { FrameFifo } from './frame-fifo.js';
import type { LossEvent } from './loss.js';
import { commitUnlessStopped } from './recovery.js';
import type { StreamCounters } from './stream-counters.js';
import { StreamLoop } from './stream-loop.js';

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
  /** Frames lost since frames last found room in the FIFO. */
  #gapFrames = 0;

  constructor(
    device: PcmDevice,
    io: MmapCapture,
    fifo: FrameFifo,
    total: number,
    counters: StreamCounters,
    onLoss: (event: LossEvent) => void,
  ) {
    super(device, io, counters, onLoss);
    this.#fifo = fifo;
    this.#left = total;
  }

  protected override get isDone(): boolean {
    return this.#left === 0;
  }

  protected override beforeStart(): void {
    this.#kept = 0;
  }

  /** Moves what is in the ring, and counts what finds no room in the FIFO. */
  protected override turn(): void {
    let frames = 0;
    for (const region of this.io.dataPtr()) {
      const count = Math.min(region.frames, this.#left - frames);
      if (count === 0) break;
      const put = this.#fifo.put(count, (from, length, target, targetByte) =>
        region.copyOut(target, targetByte, from, length),
      );
      if (put > 0) this.#endGap();
      this.counters.addFrames(put);
      if (put < count) this.#growGap(count - put);
      frames += count;
    }
    this.#left -= frames;
    this.#kept = frames - commitUnlessStopped(this.io, frames);
  }

  /** What was captured, but not read. */
  protected override lostAtStop({ state, avail }: Snapshot): number {
    // The ring can still be read when the device is gone: what was there before is delivered.
    if (state === PcmState.DISCONNECTED) this.turn();
    this.#endGap();
    return avail - this.#kept;
  }

  /** Takes what came in since the last look, asking the hardware: nothing up to the stop is lost. */
  protected override finish(): void {
    if (this.#left > 0 && this.io.state() === PcmState.RUNNING) {
      this.#askHardware();
      const { state, avail } = this.look();
      if (state === PcmState.XRUN) this.tell('xrun', avail);
      else this.turn();
    }
    this.#endGap();
    this.device.drop();
  }

  #askHardware(): void {
    try {
      this.io.hwsync();
    } catch (error) {
      // An xrun found just now: the state tells.
      if (!(error instanceof AlsaMmapError) || error.code !== 'XRUN') throw error;
    }
  }

  #growGap(frames: number): void {
    this.counters.addFifoLoss(frames);
    this.#gapFrames += frames;
  }

  /** Tells of a gap as a whole, when frames find room again. */
  #endGap(): void {
    if (this.#gapFrames === 0) return;
    this.tell('fifo', this.#gapFrames);
    this.#gapFrames = 0;
  }
}
