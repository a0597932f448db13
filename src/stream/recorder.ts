import type { MmapCapture } from '../core/mmap-capture.js';
import { Snapshot } from '../core/snapshot.js';
import { AlsaMmapError } from '../device/errors.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { PcmState } from '../device/state.js';
import type { FrameFifo } from './frame-fifo.js';
import { monotonicNs } from './monotonic.js';
import { StuckWatch, waitLimitMs } from './pace.js';
import { commitUnlessStopped, recover } from './recovery.js';
import type { StreamCounters } from './stream-counters.js';
import { framesBetween, type XrunEvent } from './xrun.js';

/**
 * The loop of a capture stream: wait, look, copy the new frames into the FIFO, give them back. It
 * ends after `total` frames or when it is asked to; an xrun is dealt with and told of.
 */
export class Recorder {
  readonly #device: PcmDevice;
  readonly #io: MmapCapture;
  readonly #fifo: FrameFifo;
  readonly #counters: StreamCounters;
  readonly #onXrun: (event: XrunEvent) => void;
  readonly #snapshot = new Snapshot();
  /** Frames still to be recorded. */
  #left: number;
  /** Frames that were copied, but could not be given back: the stream had stopped. */
  #kept = 0;
  /** When it was started last, on the clock of the timestamps. */
  #startedNs = 0;

  constructor(
    device: PcmDevice,
    io: MmapCapture,
    fifo: FrameFifo,
    total: number,
    counters: StreamCounters,
    onXrun: (event: XrunEvent) => void,
  ) {
    this.#device = device;
    this.#io = io;
    this.#fifo = fifo;
    this.#left = total;
    this.#counters = counters;
    this.#onXrun = onXrun;
  }

  run(): void {
    const { params, identity } = this.#device;
    const stuck = new StuckWatch(identity.name, params);
    const limitMs = waitLimitMs(params);
    this.#start();
    this.#counters.active = true;
    while (this.#left > 0 && !this.#counters.stopAsked) {
      this.#device.wait(limitMs);
      const { state, hwPtr } = this.#look();
      if (state === PcmState.RUNNING) {
        stuck.see(hwPtr, performance.now());
        this.#take();
      } else {
        this.#restart();
        stuck.reset();
      }
    }
    this.#takeLast();
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
      this.#counters.addFrames(put);
      if (put < count) this.#counters.addFifoLoss(count - put);
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
    const atFrame = this.#counters.get('frames');
    this.#counters.addXrun(lostFrames);
    this.#onXrun({ atFrame, wallMs: Date.now(), lostFrames });
  }
}
