import type { MmapIO } from '../core/mmap-io.js';
import { Snapshot } from '../core/snapshot.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { PcmState } from '../device/state.js';
import { framesBetween, type LossEvent } from './loss.js';
import { monotonicNs } from './monotonic.js';
import { RestartLimit, StuckWatch, waitLimitMs } from './pace.js';
import { recover } from './recovery.js';
import type { StreamCounters } from './stream-counters.js';

/**
 * What the loops of playback and capture have in common: start, then wait and look and do one's
 * turn, until done or asked to stop. A stream that has stopped by itself is brought back, what was
 * lost is told, and the loop goes on.
 */
export abstract class StreamLoop<Io extends MmapIO> {
  protected readonly device: PcmDevice;
  protected readonly io: Io;
  protected readonly counters: StreamCounters;
  readonly #onLoss: (event: LossEvent) => void;
  readonly #snapshot = new Snapshot();
  /** When it was started last, on the clock of the timestamps. */
  #startedNs = 0;

  constructor(
    device: PcmDevice,
    io: Io,
    counters: StreamCounters,
    onLoss: (event: LossEvent) => void,
  ) {
    this.device = device;
    this.io = io;
    this.counters = counters;
    this.#onLoss = onLoss;
  }

  /** @throws DISCONNECTED, FAILED (a stuck pointer), XRUN (a stream that cannot be kept running) */
  run(): void {
    const { params, identity } = this.device;
    const stuck = new StuckWatch(identity.name, params);
    const restarts = new RestartLimit(identity.name);
    const limitMs = waitLimitMs(params);
    this.#start();
    this.look();
    this.counters.active = true;
    while (!this.isDone && !this.counters.stopAsked) {
      this.device.wait(limitMs);
      const { state, hwPtr } = this.look();
      if (state === PcmState.RUNNING) {
        stuck.see(hwPtr, performance.now());
        restarts.ran();
        this.turn();
      } else {
        restarts.again();
        this.#restart();
        stuck.reset();
      }
    }
    this.counters.active = false;
    this.finish();
    this.look();
  }

  protected abstract get isDone(): boolean;
  /** Before each start. */
  protected abstract beforeStart(): void;
  /** While it runs, after each look. */
  protected abstract turn(): void;
  /** When it has stopped by itself: frames that the pointers show to be lost. */
  protected abstract lostAtStop(stopped: Snapshot): number;
  /** When done, or asked to stop. */
  protected abstract finish(): void;

  /** One consistent look, which whoever watches the stream sees too. */
  protected look(): Snapshot {
    const { state, hwPtr, applPtr, avail } = this.io.snapshot(this.#snapshot);
    this.counters.setPointers(state, hwPtr, applPtr, avail);
    return this.#snapshot;
  }

  /** Tells of a loss where the stream is now. */
  protected tell(cause: LossEvent['cause'], lostFrames: number): void {
    if (cause === 'xrun') this.counters.addXrun(lostFrames);
    const atFrame = this.counters.get('frames');
    this.#onLoss({ cause, atFrame, wallMs: Date.now(), lostFrames });
  }

  #start(): void {
    this.beforeStart();
    if (this.counters.stopAsked) return;
    this.device.start();
    this.#startedNs = monotonicNs();
  }

  #restart(): void {
    const { state, tstampSec, tstampNsec } = this.#snapshot;
    // Before the first pointer update there is no timestamp.
    const stoppedNs = Math.max(this.#startedNs, tstampSec * 1e9 + tstampNsec);
    const lostAtStop = this.lostAtStop(this.#snapshot);
    const atFrame = this.counters.get('frames');
    recover(this.device, this.io, state);
    this.#start();
    const { rateHz } = this.device.params;
    const lostFrames = lostAtStop + framesBetween(stoppedNs, this.#startedNs, rateHz);
    this.counters.addXrun(lostFrames);
    this.#onLoss({ cause: 'xrun', atFrame, wallMs: Date.now(), lostFrames });
  }
}
