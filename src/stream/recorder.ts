import type { MmapCapture } from '../core/mmap-capture.js';
import { Snapshot } from '../core/snapshot.js';
import { AlsaMmapError } from '../device/errors.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { PcmState } from '../device/state.js';
import type { FrameFifo } from './frame-fifo.js';
import { framesBetween, type LossEvent } from './loss.js';
import { monotonicNs } from './monotonic.js';
import { RestartLimit, StuckWatch, waitLimitMs } from './pace.js';
import { commitUnlessStopped, recover } from './recovery.js';
import type { StreamCounters } from './stream-counters.js';

/**
 * The loop of a capture stream: wait, look, copy the new frames into the FIFO, give them back. It
 * ends after `total` frames or when it is asked to; an xrun is dealt with and told of, as is what
 * finds no room in the FIFO.
 */
export class Recorder {
  readonly #device: PcmDevice;
  readonly #io: MmapCapture;
  readonly #fifo: FrameFifo;
  readonly #counters: StreamCounters;
  readonly #onLoss: (event: LossEvent) => void;
  readonly #snapshot = new Snapshot();
  /** Frames still to be recorded. */
  #left: number;
  /** Frames that were copied, but could not be given back: the stream had stopped. */
  #kept = 0;
  /** Frames lost since frames last found room in the FIFO. */
  #gapFrames = 0;
  /** When it was started last, on the clock of the timestamps. */
  #startedNs = 0;

  constructor(
    device: PcmDevice,
    io: MmapCapture,
    fifo: FrameFifo,
    total: number,
    counters: StreamCounters,
    onLoss: (event: LossEvent) => void,
  ) {
    this.#device = device;
    this.#io = io;
    this.#fifo = fifo;
    this.#left = total;
    this.#counters = counters;
    this.#onLoss = onLoss;
  }

  run(): void {
    const { params, identity } = this.#device;
    const stuck = new StuckWatch(identity.name, params);
    const restarts = new RestartLimit(identity.name);
    const limitMs = waitLimitMs(params);
    this.#start();
    this.#look();
    this.#counters.active = true;
    while (this.#left > 0 && !this.#counters.stopAsked) {
      this.#device.wait(limitMs);
      const { state, hwPtr } = this.#look();
      if (state === PcmState.RUNNING) {
        stuck.see(hwPtr, performance.now());
        restarts.ran();
        this.#take();
      } else {
        restarts.again();
        this.#restart();
        stuck.reset();
      }
    }
    this.#takeLast();
    this.#endGap();
    this.#counters.active = false;
    this.#device.drop();
  }

  #look(): Snapshot {
    const { state, hwPtr, applPtr, avail } = this.#io.snapshot(this.#snapshot);
    this.#counters.setPointers(state, hwPtr, applPtr, avail);
    return this.#snapshot;
  }

  /** Moves what is in the ring, and counts what finds no room in the FIFO. */
  #take(): void {
    let frames = 0;
    for (const region of this.#io.dataPtr()) {
      const count = Math.min(region.frames, this.#left - frames);
      if (count === 0) break;
      const put = this.#fifo.put(count, (from, length, target, targetByte) =>
        region.copyOut(target, targetByte, from, length),
      );
      if (put > 0) this.#endGap();
      this.#counters.addFrames(put);
      if (put < count) this.#growGap(count - put);
      frames += count;
    }
    this.#left -= frames;
    this.#kept = frames - commitUnlessStopped(this.#io, frames);
  }

  /** What came in since the last look, asking the hardware: nothing up to the stop is left behind. */
  #takeLast(): void {
    if (this.#left === 0 || this.#io.state() !== PcmState.RUNNING) return;
    try {
      this.#io.hwsync();
    } catch (error) {
      if (!(error instanceof AlsaMmapError) || error.code !== 'XRUN') throw error;
    }
    if (this.#look().state === PcmState.XRUN) this.#tellXrun(this.#snapshot.avail);
    else this.#take();
    this.#look();
  }

  #restart(): void {
    const { state, avail, tstampSec, tstampNsec } = this.#snapshot;
    // The ring can still be read when the device is gone: what was there before is delivered.
    if (state === PcmState.DISCONNECTED) this.#take();
    // Before the first pointer update there is no timestamp.
    const stoppedNs = Math.max(this.#startedNs, tstampSec * 1e9 + tstampNsec);
    recover(this.#device, this.#io, state);
    this.#start();
    const away = framesBetween(stoppedNs, this.#startedNs, this.#device.params.rateHz);
    this.#tellXrun(avail - this.#kept + away);
    this.#kept = 0;
  }

  #start(): void {
    this.#device.start();
    this.#startedNs = monotonicNs();
  }

  #tellXrun(lostFrames: number): void {
    this.#endGap();
    const atFrame = this.#counters.get('frames');
    this.#counters.addXrun(lostFrames);
    this.#onLoss({ cause: 'xrun', atFrame, wallMs: Date.now(), lostFrames });
  }

  #growGap(frames: number): void {
    this.#counters.addFifoLoss(frames);
    this.#gapFrames += frames;
  }

  /** Tells of a gap as a whole, when frames find room again. */
  #endGap(): void {
    if (this.#gapFrames === 0) return;
    const atFrame = this.#counters.get('frames');
    const lostFrames = this.#gapFrames;
    this.#gapFrames = 0;
    this.#onLoss({ cause: 'fifo', atFrame, wallMs: Date.now(), lostFrames });
  }
}
