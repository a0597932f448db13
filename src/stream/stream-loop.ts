import type { MmapIO } from '../core/mmap-io.js';
import type { Snapshot } from '../core/snapshot.js';
import type { AlsaMmapError } from '../device/errors.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { PcmState } from '../device/state.js';
import { ForeignWatch } from './foreign-watch.js';
import { LastLook, type LossDate } from './last-look.js';
import { framesIn, type LossAmount, type LossEvent, sumOf } from './loss.js';
import type { LossLog } from './loss-log.js';
import { monotonicNs } from './monotonic.js';
import type { OnXrun } from './on-xrun.js';
import { type Pace, paceOf } from './pace.js';
import { askHardware, recover, xrunError } from './recovery.js';
import { RestartLimit } from './restart-limit.js';
import type { StreamCounters } from './stream-counters.js';
import { StuckWatch } from './stuck-watch.js';
import { TimedLook } from './timed-look.js';

/** Where a loop writes down what happens, and how it behaves. */
export interface LoopOptions {
  readonly counters: StreamCounters;
  readonly losses: LossLog;
  /** `recover` by default. */
  readonly onXrun?: OnXrun | undefined;
  /** The clock of the timestamps; CLOCK_MONOTONIC by default. */
  readonly nowNs?: (() => number) | undefined;
}

/** A stream that was found to have stopped: when, and what that costs if it ends there. */
interface Found {
  readonly atNs: number;
  /** For how long the hardware had run past appl_ptr. */
  readonly passedNs: number;
  readonly loss: LossEvent;
}

/**
 * What the loops of playback and capture have in common: start, then wait and look and do one's
 * turn, until done or asked to stop. A stream that has stopped by itself is brought back, what was
 * lost is told, and the loop goes on. While it runs nothing is allocated.
 */
export abstract class StreamLoop<Io extends MmapIO> {
  protected readonly device: PcmDevice;
  protected readonly io: Io;
  protected readonly counters: StreamCounters;
  protected readonly nowNs: () => number;
  /** Told of each move of appl_ptr. */
  protected readonly foreign: ForeignWatch;
  readonly #losses: LossLog;
  readonly #onXrun: OnXrun;
  readonly #snapshot = new TimedLook();
  readonly #last = new LastLook((avail) => this.fillOf(avail));
  readonly #pace: Pace;
  readonly #stuck: StuckWatch;
  /** An xrun that ends it. */
  #fatal: AlsaMmapError | undefined;

  constructor(device: PcmDevice, io: Io, options: LoopOptions) {
    this.device = device;
    this.io = io;
    this.counters = options.counters;
    this.nowNs = options.nowNs ?? monotonicNs;
    this.foreign = new ForeignWatch(device.identity.name, device.params);
    this.#losses = options.losses;
    this.#onXrun = options.onXrun ?? 'recover';
    this.#pace = paceOf(device, io);
    this.#stuck = new StuckWatch(device.identity.name, device.params, this.#pace.limitMs);
  }

  /**
   * @throws DISCONNECTED; FAILED (a stuck pointer); XRUN (a stream that cannot be kept running, or is
   * to end at an xrun)
   */
  run(): void {
    const restarts = new RestartLimit(this.device.identity.name);
    this.#start();
    this.look();
    this.counters.active = true;
    let idle = false;
    while (!this.isDone && !this.counters.stopAsked && this.#fatal === undefined) {
      idle = !this.#step(idle, restarts);
    }
    this.counters.active = false;
    this.finish();
    this.look();
    if (this.#fatal !== undefined) throw this.#fatal;
  }

  /**
   * Waits, looks, and does a turn. By itself, so that V8 can put compiled code in its place between two
   * turns: of a loop that goes on and on it would have to replace what runs.
   * @returns whether there was something to move
   */
  #step(idle: boolean, restarts: RestartLimit): boolean {
    this.#pace.wait(idle);
    const { state, avail } = this.look();
    if (state !== PcmState.RUNNING) {
      restarts.again();
      this.#stopped(state);
      return true;
    }
    restarts.ran();
    if (avail > this.io.bufferSize) this.passed();
    this.seen();
    this.counters.setWakeUpDelay(this.#last);
    return this.turn();
  }

  protected abstract get isDone(): boolean;
  /** Before each start: false where there is nothing to start for any more. */
  protected abstract beforeStart(): boolean;
  /** While it runs, after each look: whether it found anything to move. */
  protected abstract turn(): boolean;
  /** Frames that the ring holds for its user, or for the hardware, where so many are available. */
  protected abstract fillOf(avail: number): number;
  /** What is lost in the ring of a stream that has stopped, if it has to be prepared anew. */
  protected abstract inRing(stopped: Snapshot): LossAmount;
  /** What it costs that the stream stood still for so many frames. */
  protected abstract standingStill(frames: number): LossAmount;
  /** The hardware has passed appl_ptr, and was not stopped for it: catches up, and tells. */
  protected abstract passed(): void;
  /** It was resumed where it had stopped. */
  protected resumed(_stopped: Snapshot): void {}
  /** The device went away: the last chance to look into the ring. */
  protected gone(): void {}
  /** When done, or asked to stop. */
  protected abstract finish(): void;

  /** One consistent look, which whoever watches the stream sees too. */
  protected look(): Snapshot {
    const look = this.#snapshot;
    this.io.snapshot(look);
    look.atNs = this.nowNs();
    this.counters.setPointers(look);
    return look;
  }

  /** After a look at a stream that runs: finds a pointer that is stuck, or that somebody else moves. */
  protected seen(): void {
    this.#last.sawRunning(this.#snapshot);
    if (this.#stuck.suspicious) {
      // Perhaps only the interrupts have stopped.
      askHardware(this.io);
      this.look();
    }
    this.#stuck.see(this.#snapshot);
    this.foreign.look(this.#snapshot);
  }

  /** When a loss that is found now began, by the last look. */
  protected dateLoss(): LossDate {
    return this.#last.datedAt(this.#snapshot, this.nowNs(), this.#passedNs, false);
  }

  /**
   * Of a stream that stopped while it came to its end: it is not started anew.
   * @returns whether it was brought back to where it was
   */
  protected stoppedAtEnd(state: number): boolean {
    // It ends for that, and it was told.
    if (this.#fatal !== undefined) return false;
    const found = this.#found(state);
    const isBack =
      state === PcmState.SUSPENDED && recover(this.device, this.io, state) === 'goes on';
    if (isBack) this.#goOn(found);
    else this.#endUnlessWhole(found);
    return isBack;
  }

  /** Tells of a loss. */
  protected tell(loss: LossEvent): void {
    if (loss.cause !== 'fifo') this.counters.addXrun(loss.lostFrames, loss.insertedFrames);
    this.#losses.write(loss);
  }

  /** For how long the hardware has run past appl_ptr. */
  get #passedNs(): number {
    const { bufferSize, rateHz } = this.device.params;
    return (Math.max(0, this.#snapshot.avail - bufferSize) * 1e9) / rateHz;
  }

  /** @returns whether it was started: not where it is to end, or has come to its end */
  #start(): boolean {
    const isReady = this.beforeStart();
    if (this.counters.stopAsked || !isReady) return false;
    this.device.start();
    this.#started();
    return true;
  }

  #started(): void {
    this.#last.started(this.nowNs());
    this.#stuck.reset();
  }

  #stopped(state: number): void {
    if (state === PcmState.DISCONNECTED) this.gone();
    const found = this.#found(state);
    if (state === PcmState.XRUN && this.#onXrun === 'stop') this.#endAt(found.loss);
    else if (recover(this.device, this.io, state) === 'goes on') this.#goOn(found);
    else if (this.#start()) {
      const { durationNs, ...still } = this.#stood(found);
      this.tell({ ...found.loss, durationNs, ...sumOf(found.loss, still) });
    } else this.#endUnlessWhole(found);
  }

  /** What would be lost, if the stream does not go on from here. */
  #found(state: number): Found {
    const atNs = this.nowNs();
    const cause = state === PcmState.SUSPENDED ? 'suspend' : 'xrun';
    const passedNs = this.#passedNs;
    const dated = this.#last.datedAt(this.#snapshot, atNs, passedNs, cause === 'suspend');
    const inRing = this.inRing(this.#snapshot);
    const atFrame = this.counters.get('frames');
    return { atNs, passedNs, loss: { cause, atFrame, ...dated, ...inRing } };
  }

  /**
   * For how long it stood still, up to now, and what that costs.
   * @param moved frames that it went on nevertheless
   */
  #stood({ atNs, passedNs, loss }: Found, moved = 0): LossAmount & Pick<LossEvent, 'durationNs'> {
    const durationNs = loss.durationNs + this.nowNs() - atNs;
    const { rateHz } = this.device.params;
    const frames = framesIn(durationNs - passedNs, rateHz);
    return { durationNs, ...this.standingStill(Math.max(0, frames - moved)) };
  }

  /** It was brought back to where it was, which is a little after the last pointer update. */
  #goOn(found: Found): void {
    const { hwPtr } = this.#snapshot;
    askHardware(this.io);
    const { hwPtr: now } = this.look();
    const moved = now < hwPtr ? now - hwPtr + this.io.boundary : now - hwPtr;
    this.resumed(this.#snapshot);
    const atFrame = this.counters.get('frames');
    const cost = this.#stood(found, moved);
    this.#started();
    this.tell({ ...found.loss, atFrame, ...cost });
  }

  /** It ends there: nothing was lost where all that was given has been played. */
  #endUnlessWhole({ loss }: Found): void {
    if (loss.lostFrames > 0) this.#endAt(loss);
  }

  #endAt(loss: LossEvent): void {
    this.tell({ ...loss, durationNs: 0 });
    if (loss.cause !== 'xrun' || this.#onXrun !== 'stop') return;
    this.#fatal = xrunError(this.device, loss.atFrame);
  }
}
