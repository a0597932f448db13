import type { MmapPlayback } from '../core/mmap-playback.js';
import type { Snapshot } from '../core/snapshot.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { PcmState } from '../device/state.js';
import { drainSilently } from './drain.js';
import type { LossEvent } from './loss.js';
import type { StreamCounters } from './stream-counters.js';
import { StreamLoop } from './stream-loop.js';

/** What fills the ring: the player asks it whenever there is room. */
export interface PlaySource {
  /** Writes as much as there is room for and commits it: frames committed. */
  fill(io: MmapPlayback): number;
  readonly ended: boolean;
  /** Waits, for a bounded time, until there is something to fill with: before a start. */
  waitForFrames?(): void;
}

/** Plays until the source has ended, or until it is asked to stop, and drains. */
export class Player extends StreamLoop<MmapPlayback> {
  readonly #source: PlaySource;

  constructor(
    device: PcmDevice,
    io: MmapPlayback,
    source: PlaySource,
    counters: StreamCounters,
    onLoss: (event: LossEvent) => void,
  ) {
    super(device, io, counters, onLoss);
    this.#source = source;
  }

  protected override get isDone(): boolean {
    return this.#source.ended;
  }

  /** A stream with nothing to play cannot be started. */
  protected override beforeStart(): void {
    do {
      this.#source.waitForFrames?.();
      this.turn();
    } while (this.isStarved && !this.counters.stopAsked);
  }

  /** Nothing was written yet, though there is more to come. */
  private get isStarved(): boolean {
    return !this.#source.ended && this.io.avail() === this.io.bufferSize;
  }

  protected override turn(): void {
    this.counters.addFrames(this.#source.fill(this.io));
  }

  /** What hw_ptr went past appl_ptr: played without being given. */
  protected override lostAtStop({ avail }: Snapshot): number {
    return Math.max(0, avail - this.io.bufferSize);
  }

  protected override finish(): void {
    // Asked to stop before it was started: there is nothing to be heard.
    if (this.io.state() === PcmState.PREPARED) this.device.drop();
    else drainSilently(this.device, this.io, () => performance.now());
  }
}
