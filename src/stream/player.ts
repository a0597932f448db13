import type { MmapPlayback } from '../core/mmap-playback.js';
import { Snapshot } from '../core/snapshot.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { PcmState } from '../device/state.js';
import { drainSilently } from './drain.js';
import { monotonicNs } from './monotonic.js';
import { StuckWatch, waitLimitMs } from './pace.js';
import { recover } from './recovery.js';
import type { StreamCounters } from './stream-counters.js';
import { framesBetween, type XrunEvent } from './xrun.js';

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
  readonly #onXrun: (event: XrunEvent) => void;
  readonly #snapshot = new Snapshot();
  /** When it was started last, on the clock of the timestamps. */
  #startedNs = 0;

  constructor(
    device: PcmDevice,
    io: MmapPlayback,
    source: PlaySource,
    counters: StreamCounters,
    onXrun: (event: XrunEvent) => void,
  ) {
    this.#device = device;
    this.#io = io;
    this.#source = source;
    this.#counters = counters;
    this.#onXrun = onXrun;
  }

  run(): void {
    const { params, identity } = this.#device;
    const stuck = new StuckWatch(identity.name, params);
    const limitMs = waitLimitMs(params);
    this.#fill();
    this.#start();
    this.#counters.active = true;
    while (!this.#source.ended && !this.#counters.stopAsked) {
      this.#device.wait(limitMs);
      const { state, hwPtr, avail } = this.#look();
      if (state === PcmState.RUNNING) {
        stuck.see(hwPtr, performance.now());
        if (avail > 0) this.#fill();
      } else {
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
    const { state, tstampSec, tstampNsec } = this.#snapshot;
    const atFrame = this.#counters.get('frames');
    // Before the first pointer update there is no timestamp.
    const stoppedNs = Math.max(this.#startedNs, tstampSec * 1e9 + tstampNsec);
    recover(this.#device, this.#io, state);
    this.#fill();
    this.#start();
    const lostFrames = framesBetween(stoppedNs, this.#startedNs, this.#device.params.rateHz);
    this.#counters.addXrun(lostFrames);
    this.#onXrun({ atFrame, wallMs: Date.now(), lostFrames });
  }
}
