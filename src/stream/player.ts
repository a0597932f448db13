import type { MmapPlayback } from '../core/mmap-playback.js';
import type { Snapshot } from '../core/snapshot.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { PcmState } from '../device/pcm-state.js';
import { type DrainObserver, drainWithSilence } from './drain.js';
import type { LossAmount } from './loss.js';
import type { LossTiming } from './loss-clock.js';
import { hwsyncUnlessStopped } from './recovery.js';
import { type LoopOptions, StreamLoop } from './stream-loop.js';

/** What fills the ring: the player asks it whenever there is room. */
export interface PlaySource {
  /** Writes as much as there is room for and commits it: frames committed. */
  fill(io: MmapPlayback): number;
  readonly ended: boolean;
  /** Waits, for a bounded time, until there is something to fill with: before a start. */
  waitForFrames?(): void;
}

/** Plays until the source has ended, or until it is asked to stop, and drains. */
export class Player extends StreamLoop<MmapPlayback> implements DrainObserver {
  readonly #source: PlaySource;
  /** Frames of silence in the ring, after all that was given. */
  #tailFrames = 0;
  /** Since when a stream that is not stopped for it was given nothing, and what it played instead. */
  #underrunTiming: LossTiming | undefined;
  #underrunFrames = 0;

  constructor(device: PcmDevice, io: MmapPlayback, source: PlaySource, options: LoopOptions) {
    super(device, io, options);
    this.#source = source;
  }

  protected override get isDone(): boolean {
    return this.#source.ended;
  }

  /** Fills the ring as far as the source can in time: with nothing to play it cannot be started. */
  protected override beforeStart(): boolean {
    let grows = true;
    while (this.#hasRoom && !this.#source.ended && !this.counters.stopRequested) {
      if (!grows && !this.#isRingEmpty) break;
      this.#source.waitForFrames?.();
      grows = this.#fillRing() > 0;
    }
    return !this.#isRingEmpty;
  }

  protected override moveFrames(): boolean {
    return this.#fillRing() > 0;
  }

  protected override ringFill(avail: number): number {
    return Math.max(0, this.io.bufferSize - avail);
  }

  /** What was not played yet is lost; what hw_ptr went past appl_ptr was played without being given. */
  protected override lossInRing({ avail }: Snapshot): LossAmount {
    const unplayed = this.io.bufferSize - avail;
    const lostFrames = Math.max(0, unplayed - this.#tailFrames);
    return { lostFrames, silentFrames: Math.max(0, -unplayed) };
  }

  protected override lossWhileStopped(frames: number): LossAmount {
    return { lostFrames: 0, silentFrames: frames };
  }

  protected override catchUp(): void {
    hwsyncUnlessStopped(this.io);
    this.takeSnapshot();
    this.#underrunTiming ??= this.currentLossTiming();
    this.#underrunFrames += this.io.forwardPastUnderrun();
    this.applPtrGuard.applPtrMoved(this.io.hwPtr());
  }

  protected override finish(): void {
    this.#reportUnderrun();
    // Asked to stop before it was started: there is nothing to be heard.
    if (this.io.state() === PcmState.PREPARED) this.device.drop();
    else drainWithSilence(this.device, this.io, this);
  }

  /** As `DrainWatch`. */
  checkProgress(): void {
    if (!this.device.params.periodWakeup) hwsyncUnlessStopped(this.io);
    const { state } = this.takeSnapshot();
    if (state === PcmState.RUNNING || state === PcmState.DRAINING) this.checkRunning();
  }

  /** As `DrainWatch`. */
  handleStop(state: number, tailFrames: number): boolean {
    this.#tailFrames = tailFrames;
    this.takeSnapshot();
    return this.handleStopWhileDraining(state);
  }

  /** Tells of a time without frames as a whole, when frames come again. */
  #reportUnderrun(): void {
    const began = this.#underrunTiming;
    if (began === undefined) return;
    const atFrame = this.counters.get('frames');
    const durationNs = Math.max(began.durationNs, this.nowNs() - began.monotonicNs);
    const silentFrames = this.#underrunFrames;
    this.#underrunTiming = undefined;
    this.#underrunFrames = 0;
    this.reportLoss({ cause: 'xrun', atFrame, ...began, durationNs, lostFrames: 0, silentFrames });
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
      this.#reportUnderrun();
      this.applPtrGuard.applPtrMoved(this.io.hwPtr());
    }
    this.counters.addFrames(frames);
    return frames;
  }
}
