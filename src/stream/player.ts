import type { MmapPlayback } from '../core/mmap-playback.js';
import { deviceError } from '../device/errors.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { PcmState } from '../device/pcm-state.js';
import { drainWithSilence } from './drain.js';
import type { LossAmount } from './loss.js';
import { PlaybackPause } from './playback-pause.js';
import { hwsyncUnlessStopped } from './recovery.js';
import { type LoopOptions, StreamLoop } from './stream-loop.js';

/** Longer than a period: a drain ends at the first pointer update after the last frame. */
const MAX_DRAIN_EXCESS_MS = 2000;
/** Time between two checks of a paused device. */
const PAUSE_CHECK_MS = 50;

/** Source of the frames of a `Player`, called whenever the ring has room. */
export interface PlaySource {
  /** Writes up to avail frames into the ring and commits them: frames committed, 0 for none yet. */
  fill(io: MmapPlayback): number;
  /** True when there will be no more frames. */
  readonly ended: boolean;
  /** Blocks, for a bounded time, until the source has frames; called before a start. */
  waitForFrames?(): void;
}

/**
 * Plays a source in the calling thread until it ends or a stop is requested, then drains.
 * @example
 * const io = new MmapPlayback(device);
 * const options = { counters: new StreamCounters(), losses: new LossLog() };
 * new Player(device, io, new SineWriter(io, 440, -12, 48000), options).run();
 */
export class Player extends StreamLoop<MmapPlayback> {
  readonly #source: PlaySource;
  /** Frames of silence in the ring after the last frame of the source. */
  #tailFrames = 0;
  readonly #pause: PlaybackPause;

  constructor(device: PcmDevice, io: MmapPlayback, source: PlaySource, options: LoopOptions) {
    super(device, io, options);
    this.#source = source;
    this.#pause = new PlaybackPause(device, io);
  }

  protected override get isDone(): boolean {
    return this.#source.ended;
  }

  /** Fills the ring while the source keeps up: the kernel refuses to start an empty one. */
  protected override beforeStart(): boolean {
    let hasGrown = true;
    while (this.#hasRoom && !this.#source.ended && !this.counters.stopRequested) {
      if (!hasGrown && !this.#isRingEmpty) break;
      this.#source.waitForFrames?.();
      hasGrown = this.#fillRing() > 0;
    }
    return !this.#isRingEmpty;
  }

  protected override moveFrames(): boolean {
    const frames = this.#fillRing();
    if (this.counters.pauseRequested && this.#pause.begin()) this.#waitWhilePaused();
    return frames > 0;
  }

  /**
   * Unplayed frames are lost; frames between appl_ptr and hw_ptr were played without being written.
   */
  protected override lossInRing(avail: number): LossAmount {
    const unplayed = this.io.bufferSize - avail;
    const lostFrames = Math.max(0, unplayed - this.#tailFrames);
    return { lostFrames, silentFrames: Math.max(0, -unplayed) };
  }

  protected override lossOf(frames: number): LossAmount {
    return { lostFrames: 0, silentFrames: frames };
  }

  protected override catchUp(): void {
    hwsyncUnlessStopped(this.io);
    this.takeSnapshot();
    this.losses.add('xrun', this.io.forwardPastUnderrun());
    this.applPtrGuard.applPtrMoved(this.io.hwPtr());
  }

  protected override finish(): void {
    this.losses.end();
    // A stop before the start leaves nothing to drain.
    if (this.io.state() === PcmState.PREPARED) {
      this.device.drop();
      return;
    }
    drainWithSilence(this.device, this.io, {
      checkProgress: () => this.#checkDrain(),
      handleStop: (state, tailFrames) => {
        this.#tailFrames = tailFrames;
        this.takeSnapshot();
        return this.handleStopWhileDraining(state);
      },
    });
  }

  /** A stop request ends the pause; frames that were not played then do not count. */
  #waitWhilePaused(): void {
    while (this.counters.pauseRequested && !this.counters.stopRequested) {
      const beganNs = this.nowNs();
      this.takeSnapshot();
      if (!this.#pause.check()) return;
      this.counters.waitWhilePaused(PAUSE_CHECK_MS);
      this.counters.addPause(this.nowNs() - beganNs);
    }
    if (!this.#pause.check()) return;
    if (this.counters.stopRequested) {
      this.counters.addFrames(-this.#pause.unplayedFrames);
      this.#pause.discard();
      return;
    }
    if (this.#pause.release()) this.noteStart();
    else this.start();
    this.applPtrGuard.applPtrMoved(this.io.hwPtr());
  }

  #checkDrain(): void {
    if (!this.device.params.periodWakeup) hwsyncUnlessStopped(this.io);
    const { state, avail } = this.takeSnapshot();
    if (state !== PcmState.RUNNING && state !== PcmState.DRAINING) return;
    this.checkRunning();
    const { identity, params } = this.device;
    const passedMs = ((avail - params.bufferSize) * 1000) / params.rateHz;
    if (state !== PcmState.DRAINING || passedMs < MAX_DRAIN_EXCESS_MS) return;
    throw deviceError(
      'FAILED',
      identity.name,
      'the drain does not end: the driver is still in DRAINING ' +
        `${Math.round(passedMs)} ms after the last frame; see bench check (drain-end)`,
    );
  }

  get #isRingEmpty(): boolean {
    return this.io.avail() === this.io.bufferSize;
  }

  get #hasRoom(): boolean {
    return this.io.avail() > 0;
  }

  #fillRing(): number {
    const frames = this.#source.fill(this.io);
    if (frames > 0) {
      this.losses.end();
      this.applPtrGuard.applPtrMoved(this.io.hwPtr());
    }
    this.counters.addFrames(frames);
    return frames;
  }
}
