import type { MmapPlayback } from '../core/mmap-playback.js';
import { Snapshot } from '../core/snapshot.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { PcmState } from '../device/state.js';
import { drainSilently } from './drain.js';
import { framesBetween, type LossEvent } from './loss.js';
import { monotonicNs } from './monotonic.js';
import { RestartLimit, StuckWatch, waitLimitMs } from './pace.js';
import { recover } from './recovery.js';
import type { StreamCounters } from './stream-counters.js';

/** What fills the ring: the player asks it whenever there is room. */
export interface PlaySource {
  /** Writes as much as there is room for and commits it: frames committed. */
  fill(io: MmapPlayback): number;
  readonly ended: boolean;
}

/**
 * The loop of a playback stream: wait, look, fill, commit. It ends when the source does, or when it
 * is asked to, after draining; an xrun is dealt with and told of, and the stream goes on.
 */
export class Player {
  readonly #device: PcmDevice;
  readonly #io: MmapPlayback;
  readonly #source: PlaySource;
  readonly #counters: StreamCounters;
  readonly #onLoss: (event: LossEvent) => void;
  readonly #snapshot = new Snapshot();
  /** When it was started last, on the clock of the timestamps. */
  #startedNs = 0;

  constructor(
    device: PcmDevice,
    io: MmapPlayback,
    source: PlaySource,
    counters: StreamCounters,
    onLoss: (event: LossEvent) => void,
  ) {
    this.#device = device;
    this.#io = io;
    this.#source = source;
    this.#counters = counters;
    this.#onLoss = onLoss;
  }

  run(): void {
    const { params, identity } = this.#device;
    const stuck = new StuckWatch(identity.name, params);
    const restarts = new RestartLimit(identity.name);
    const limitMs = waitLimitMs(params);
    this.#fill();
    this.#start();
    this.#look();
    this.#counters.active = true;
    while (!this.#source.ended && !this.#counters.stopAsked) {
      this.#device.wait(limitMs);
      const { state, hwPtr, avail } = this.#look();
      if (state === PcmState.RUNNING) {
        stuck.see(hwPtr, performance.now());
        restarts.ran();
        if (avail > 0) this.#fill();
      } else {
        restarts.again();
        this.#restart();
        stuck.reset();
      }
    }
    this.#counters.active = false;
    drainSilently(this.#device, this.#io, () => performance.now());
    this.#look();
  }

  #look(): Snapshot {
    const { state, hwPtr, applPtr, avail } = this.#io.snapshot(this.#snapshot);
    this.#counters.setPointers(state, hwPtr, applPtr, avail);
    return this.#snapshot;
  }

  #fill(): void {
    this.#counters.addFrames(this.#source.fill(this.#io));
  }

  #start(): void {
    this.#device.start();
    this.#startedNs = monotonicNs();
  }

  #restart(): void {
    const { state, avail, tstampSec, tstampNsec } = this.#snapshot;
    const { bufferSize, rateHz } = this.#device.params;
    const atFrame = this.#counters.get('frames');
    // Before the first pointer update there is no timestamp.
    const stoppedNs = Math.max(this.#startedNs, tstampSec * 1e9 + tstampNsec);
    recover(this.#device, this.#io, state);
    this.#fill();
    this.#start();
    const notGiven = Math.max(0, avail - bufferSize);
    const lostFrames = notGiven + framesBetween(stoppedNs, this.#startedNs, rateHz);
    this.#counters.addXrun(lostFrames);
    this.#onLoss({ cause: 'xrun', atFrame, wallMs: Date.now(), lostFrames });
  }
}
