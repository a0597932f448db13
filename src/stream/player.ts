import type { MmapPlayback } from '../core/mmap-playback.js';
import type { Snapshot } from '../core/snapshot.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { PcmState } from '../device/state.js';
import { type DrainWatch, drainSilently } from './drain.js';
import type { LossDate } from './last-look.js';
import type { LossAmount } from './loss.js';
import { askHardware } from './recovery.js';
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
export class Player extends StreamLoop<MmapPlayback> implements DrainWatch {
  readonly #source: PlaySource;
  /** Frames of silence in the ring, after all that was given. */
  #tailFrames = 0;
  /** Since when a stream that is not stopped for it was given nothing, and what it played instead. */
  #dryBegan: LossDate | undefined;
  #dryFrames = 0;

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
    while (this.#hasRoom && !this.#source.ended && !this.counters.stopAsked) {
      if (!grows && !this.#isEmpty) break;
      this.#source.waitForFrames?.();
      grows = this.#fill() > 0;
    }
    return !this.#isEmpty;
  }

  protected override turn(): boolean {
    return this.#fill() > 0;
  }

  protected override fillOf(avail: number): number {
    return Math.max(0, this.io.bufferSize - avail);
  }

  /** What was not played yet is lost; what hw_ptr went past appl_ptr was played without being given. */
  protected override inRing({ avail }: Snapshot): LossAmount {
    const unplayed = this.io.bufferSize - avail;
    const lostFrames = Math.max(0, unplayed - this.#tailFrames);
    return { lostFrames, insertedFrames: Math.max(0, -unplayed) };
  }

  protected override standingStill(frames: number): LossAmount {
    return { lostFrames: 0, insertedFrames: frames };
  }

  protected override passed(): void {
    askHardware(this.io);
    this.look();
    this.#dryBegan ??= this.dateLoss();
    this.#dryFrames += this.io.forwardPastUnderrun();
    this.foreign.moved(this.io.hwPtr());
  }

  protected override finish(): void {
    this.#endDry();
    // Asked to stop before it was started: there is nothing to be heard.
    if (this.io.state() === PcmState.PREPARED) this.device.drop();
    else drainSilently(this.device, this.io, this);
  }

  /** As `DrainWatch`. */
  see(): void {
    if (!this.device.params.periodWakeup) askHardware(this.io);
    const { state } = this.look();
    if (state === PcmState.RUNNING || state === PcmState.DRAINING) this.seen();
  }

  /** As `DrainWatch`. */
  stopped(state: number, tailFrames: number): boolean {
    this.#tailFrames = tailFrames;
    this.look();
    return this.stoppedAtEnd(state);
  }

  /** Tells of a time without frames as a whole, when frames come again. */
  #endDry(): void {
    const began = this.#dryBegan;
    if (began === undefined) return;
    const atFrame = this.counters.get('frames');
    const durationNs = Math.max(began.durationNs, this.nowNs() - began.monotonicNs);
    const insertedFrames = this.#dryFrames;
    this.#dryBegan = undefined;
    this.#dryFrames = 0;
    this.tell({ cause: 'xrun', atFrame, ...began, durationNs, lostFrames: 0, insertedFrames });
  }

  get #isEmpty(): boolean {
    return this.io.avail() === this.io.bufferSize;
  }

  get #hasRoom(): boolean {
    return this.io.avail() > 0;
  }

  #fill(): number {
    const frames = this.#source.fill(this.io);
    if (frames > 0) {
      this.#endDry();
      this.foreign.moved(this.io.hwPtr());
    }
    this.counters.addFrames(frames);
    return frames;
  }
}
