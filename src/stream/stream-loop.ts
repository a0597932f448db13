import type { MmapIO } from '../core/mmap-io.js';
import type { Snapshot } from '../core/snapshot.js';
import type { AlsaMmapError } from '../device/errors.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { PcmState } from '../device/pcm-state.js';
import { ApplPtrGuard } from './appl-ptr-guard.js';
import { addLossAmounts, durationToFrames, type LossAmount, type LossEvent } from './loss.js';
import { LossClock, type LossTiming } from './loss-clock.js';
import type { LossLog } from './loss-log.js';
import { monotonicNs } from './monotonic.js';
import { hwsyncUnlessStopped, recover, xrunError } from './recovery.js';
import { RestartLimit } from './restart-limit.js';
import { StallDetector } from './stall-detector.js';
import type { StreamCounters } from './stream-counters.js';
import { TimedSnapshot } from './timed-snapshot.js';
import { createWaitStrategy, type WaitStrategy } from './wait-strategy.js';
import type { XrunPolicy } from './xrun-policy.js';

/** Where a loop writes down what happens, and how it behaves. */
export interface LoopOptions {
  readonly counters: StreamCounters;
  readonly losses: LossLog;
  /** `recover` by default. */
  readonly onXrun?: XrunPolicy | undefined;
  /** The clock of the timestamps; CLOCK_MONOTONIC by default. */
  readonly nowNs?: (() => number) | undefined;
}

/** A stream that was found to have stopped: when, and what that costs if it ends there. */
interface DetectedStop {
  readonly detectedNs: number;
  /** For how long the hardware had run past appl_ptr. */
  readonly pastApplPtrNs: number;
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
  protected readonly applPtrGuard: ApplPtrGuard;
  readonly #losses: LossLog;
  readonly #onXrun: XrunPolicy;
  readonly #snapshot = new TimedSnapshot();
  readonly #lossClock = new LossClock((avail) => this.ringFill(avail));
  readonly #waitStrategy: WaitStrategy;
  readonly #stallDetector: StallDetector;
  /** An xrun that ends it. */
  #fatalError: AlsaMmapError | undefined;

  constructor(device: PcmDevice, io: Io, options: LoopOptions) {
    this.device = device;
    this.io = io;
    this.counters = options.counters;
    this.nowNs = options.nowNs ?? monotonicNs;
    this.applPtrGuard = new ApplPtrGuard(device.identity.name, device.params);
    this.#losses = options.losses;
    this.#onXrun = options.onXrun ?? 'recover';
    this.#waitStrategy = createWaitStrategy(device, io);
    this.#stallDetector = new StallDetector(
      device.identity.name,
      device.params,
      this.#waitStrategy.maxIntervalMs,
    );
  }

  /**
   * @throws DISCONNECTED; FAILED (a stuck pointer); XRUN (a stream that cannot be kept running, or is
   * to end at an xrun)
   */
  run(): void {
    const restarts = new RestartLimit(this.device.identity.name);
    this.#start();
    this.takeSnapshot();
    this.counters.active = true;
    let idle = false;
    while (!this.isDone && !this.counters.stopRequested && this.#fatalError === undefined) {
      idle = !this.#cycle(idle, restarts);
    }
    this.counters.active = false;
    this.finish();
    this.takeSnapshot();
    if (this.#fatalError !== undefined) throw this.#fatalError;
  }

  /**
   * Waits, looks, and does a turn. By itself, so that V8 can put compiled code in its place between two
   * turns: of a loop that goes on and on it would have to replace what runs.
   * @returns whether there was something to move
   */
  #cycle(idle: boolean, restarts: RestartLimit): boolean {
    this.#waitStrategy.wait(idle);
    const { state, avail } = this.takeSnapshot();
    if (state !== PcmState.RUNNING) {
      restarts.countRestart();
      this.#recoverFromStop(state);
      return true;
    }
    restarts.reset();
    if (avail > this.io.bufferSize) this.catchUp();
    this.checkRunning();
    this.counters.setWakeupLatency(this.#lossClock);
    return this.moveFrames();
  }

  protected abstract get isDone(): boolean;
  /** Before each start: false where there is nothing to start for any more. */
  protected abstract beforeStart(): boolean;
  /** While it runs, after each look: whether it found anything to move. */
  protected abstract moveFrames(): boolean;
  /** Frames that the ring holds for its user, or for the hardware, where so many are available. */
  protected abstract ringFill(avail: number): number;
  /** What is lost in the ring of a stream that has stopped, if it has to be prepared anew. */
  protected abstract lossInRing(stopped: Snapshot): LossAmount;
  /** What it costs that the stream stood still for so many frames. */
  protected abstract lossWhileStopped(frames: number): LossAmount;
  /** The hardware has passed appl_ptr, and was not stopped for it: catches up, and tells. */
  protected abstract catchUp(): void;
  /** It was resumed where it had stopped. */
  protected afterResume(_stopped: Snapshot): void {}
  /** The device went away: the last chance to look into the ring. */
  protected beforeDisconnect(): void {}
  /** When done, or asked to stop. */
  protected abstract finish(): void;

  /** One consistent look, which whoever watches the stream sees too. */
  protected takeSnapshot(): Snapshot {
    const look = this.#snapshot;
    this.io.snapshot(look);
    look.atNs = this.nowNs();
    this.counters.setPointers(look);
    return look;
  }

  /** After a look at a stream that runs: finds a pointer that is stuck, or that somebody else moves. */
  protected checkRunning(): void {
    this.#lossClock.recordRunning(this.#snapshot);
    if (this.#stallDetector.suspectsStall) {
      // Perhaps only the interrupts have stopped.
      hwsyncUnlessStopped(this.io);
      this.takeSnapshot();
    }
    this.#stallDetector.check(this.#snapshot);
    this.applPtrGuard.checkSnapshot(this.#snapshot);
  }

  /** When a loss that is found now began, by the last look. */
  protected currentLossTiming(): LossTiming {
    return this.#lossClock.lossTiming(this.#snapshot, this.nowNs(), this.#pastApplPtrNs, false);
  }

  /**
   * Of a stream that stopped while it came to its end: it is not started anew.
   * @returns whether it was brought back to where it was
   */
  protected handleStopWhileDraining(state: number): boolean {
    // It ends for that, and it was told.
    if (this.#fatalError !== undefined) return false;
    const found = this.#describeStop(state);
    const isBack =
      state === PcmState.SUSPENDED && recover(this.device, this.io, state) === 'goes on';
    if (isBack) this.#resumeInPlace(found);
    else this.#endIfFramesLost(found);
    return isBack;
  }

  /** Tells of a loss. */
  protected reportLoss(loss: LossEvent): void {
    if (loss.cause !== 'fifo') this.counters.addXrun(loss.lostFrames, loss.silentFrames);
    this.#losses.write(loss);
  }

  /** For how long the hardware has run past appl_ptr. */
  get #pastApplPtrNs(): number {
    const { bufferSize, rateHz } = this.device.params;
    return (Math.max(0, this.#snapshot.avail - bufferSize) * 1e9) / rateHz;
  }

  /** @returns whether it was started: not where it is to end, or has come to its end */
  #start(): boolean {
    const isReady = this.beforeStart();
    if (this.counters.stopRequested || !isReady) return false;
    this.device.start();
    this.#noteStart();
    return true;
  }

  #noteStart(): void {
    this.#lossClock.streamStarted(this.nowNs());
    this.#stallDetector.reset();
  }

  #recoverFromStop(state: number): void {
    if (state === PcmState.DISCONNECTED) this.beforeDisconnect();
    const found = this.#describeStop(state);
    if (state === PcmState.XRUN && this.#onXrun === 'stop') this.#endWithLoss(found.loss);
    else if (recover(this.device, this.io, state) === 'goes on') this.#resumeInPlace(found);
    else if (this.#start()) {
      const { durationNs, ...still } = this.#downtimeLoss(found);
      this.reportLoss({ ...found.loss, durationNs, ...addLossAmounts(found.loss, still) });
    } else this.#endIfFramesLost(found);
  }

  /** What would be lost, if the stream does not go on from here. */
  #describeStop(state: number): DetectedStop {
    const detectedNs = this.nowNs();
    const cause = state === PcmState.SUSPENDED ? 'suspend' : 'xrun';
    const pastApplPtrNs = this.#pastApplPtrNs;
    const dated = this.#lossClock.lossTiming(
      this.#snapshot,
      detectedNs,
      pastApplPtrNs,
      cause === 'suspend',
    );
    const inRing = this.lossInRing(this.#snapshot);
    const atFrame = this.counters.get('frames');
    return { detectedNs, pastApplPtrNs, loss: { cause, atFrame, ...dated, ...inRing } };
  }

  /**
   * For how long it stood still, up to now, and what that costs.
   * @param moved frames that it went on nevertheless
   */
  #downtimeLoss(
    { detectedNs, pastApplPtrNs, loss }: DetectedStop,
    moved = 0,
  ): LossAmount & Pick<LossEvent, 'durationNs'> {
    const durationNs = loss.durationNs + this.nowNs() - detectedNs;
    const { rateHz } = this.device.params;
    const frames = durationToFrames(durationNs - pastApplPtrNs, rateHz);
    return { durationNs, ...this.lossWhileStopped(Math.max(0, frames - moved)) };
  }

  /** It was brought back to where it was, which is a little after the last pointer update. */
  #resumeInPlace(found: DetectedStop): void {
    const { hwPtr } = this.#snapshot;
    hwsyncUnlessStopped(this.io);
    const { hwPtr: now } = this.takeSnapshot();
    const moved = now < hwPtr ? now - hwPtr + this.io.boundary : now - hwPtr;
    this.afterResume(this.#snapshot);
    const atFrame = this.counters.get('frames');
    const cost = this.#downtimeLoss(found, moved);
    this.#noteStart();
    this.reportLoss({ ...found.loss, atFrame, ...cost });
  }

  /** It ends there: nothing was lost where all that was given has been played. */
  #endIfFramesLost({ loss }: DetectedStop): void {
    if (loss.lostFrames > 0) this.#endWithLoss(loss);
  }

  #endWithLoss(loss: LossEvent): void {
    this.reportLoss({ ...loss, durationNs: 0 });
    if (loss.cause !== 'xrun' || this.#onXrun !== 'stop') return;
    this.#fatalError = xrunError(this.device, loss.atFrame);
  }
}
