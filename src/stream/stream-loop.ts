import type { MmapIO } from '../core/mmap-io.js';
import type { Snapshot } from '../core/snapshot.js';
import type { AlsaMmapError } from '../device/errors.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { PcmState } from '../device/pcm-state.js';
import { ApplPtrGuard } from './appl-ptr-guard.js';
import type { LossAmount, LossCause, LossEvent } from './loss.js';
import { addLossAmounts, durationToFrames } from './loss.js';
import { LossClock, type LossTiming, TimedSnapshot } from './loss-clock.js';
import type { LossLog } from './loss-log.js';
import { monotonicNs } from './monotonic.js';
import { hwsyncUnlessStopped, recover, xrunError } from './recovery.js';
import { RestartLimit } from './restart-limit.js';
import { StallDetector } from './stall-detector.js';
import type { StreamCounters } from './stream-counters.js';
import type { XrunPolicy } from './stream-options.js';
import { createWaitStrategy, type WaitStrategy } from './wait-strategy.js';

/** Outputs and behaviour of a loop. */
export interface LoopOptions {
  readonly counters: StreamCounters;
  readonly losses: LossLog;
  /** `recover` by default. */
  readonly onXrun?: XrunPolicy | undefined;
  /** Clock of the timestamps; CLOCK_MONOTONIC by default. */
  readonly nowNs?: (() => number) | undefined;
}

/** A detected stop, and its loss if the stream ends there. */
interface DetectedStop {
  readonly detectedNs: number;
  /** Time for which the hardware had run past appl_ptr. */
  readonly pastApplPtrNs: number;
  readonly loss: LossEvent;
}

/**
 * The loop of playback and capture: starts the device, then waits, takes a snapshot and moves
 * frames, until done or a stop is requested. A stopped stream is recovered and its loss reported.
 * While the stream runs nothing is allocated.
 */
export abstract class StreamLoop<Io extends MmapIO> {
  protected readonly device: PcmDevice;
  protected readonly io: Io;
  protected readonly counters: StreamCounters;
  protected readonly nowNs: () => number;
  /** Needs a call for each move of appl_ptr. */
  protected readonly applPtrGuard: ApplPtrGuard;
  readonly #losses: LossLog;
  readonly #onXrun: XrunPolicy;
  readonly #snapshot = new TimedSnapshot();
  readonly #lossClock = new LossClock((avail) => this.ringFill(avail));
  readonly #waitStrategy: WaitStrategy;
  readonly #stallDetector: StallDetector;
  /** Set by an xrun that ends the stream. */
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
    const { maxIntervalMs } = this.#waitStrategy;
    this.#stallDetector = new StallDetector(device.identity.name, device.params, maxIntervalMs);
  }

  /**
   * Runs the stream from its start to its end; blocks the calling thread.
   * @throws DISCONNECTED; FAILED when hw_ptr stalls; XRUN when the stream stops after each start,
   * or at an xrun with the policy `stop`
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
   * Waits, takes a snapshot and moves frames. A separate function, so that optimized code is used
   * on the next call without on-stack replacement.
   * @returns true if frames were moved
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
  /** Called before each start; returns false if there is nothing left to start for. */
  protected abstract beforeStart(): boolean;
  /** Called each cycle while RUNNING; returns true if frames were moved. */
  protected abstract moveFrames(): boolean;
  /** Frames in the ring for an avail: readable for a capture, unplayed for a playback. */
  protected abstract ringFill(avail: number): number;
  /** Loss of the frames in the ring if the stream has to be prepared again. */
  protected abstract lossInRing(stopped: Snapshot): LossAmount;
  /** Loss of a stream that stood still for the time of `frames`. */
  protected abstract lossWhileStopped(frames: number): LossAmount;
  /** Moves appl_ptr after free-running hardware has passed it, and reports the loss. */
  protected abstract catchUp(): void;
  /** Called after a resume in place. */
  protected afterResume(_stopped: Snapshot): void {}
  /** Called before a disconnect is thrown; the ring can still be read. */
  protected beforeDisconnect(): void {}
  /** Called when done, or after a stop request. */
  protected abstract finish(): void;

  /** Takes a consistent snapshot and publishes it in the counters. */
  protected takeSnapshot(): Snapshot {
    const snapshot = this.#snapshot;
    this.io.snapshot(snapshot);
    snapshot.atNs = this.nowNs();
    this.counters.setPointers(snapshot);
    return snapshot;
  }

  /** Records the snapshot of a running stream; throws if hw_ptr stalls or appl_ptr is foreign. */
  protected checkRunning(): void {
    this.#lossClock.recordRunning(this.#snapshot);
    if (this.#stallDetector.suspectsStall) {
      // Possibly only the interrupts have stopped.
      hwsyncUnlessStopped(this.io);
      this.takeSnapshot();
    }
    this.#stallDetector.check(this.#snapshot);
    this.applPtrGuard.checkSnapshot(this.#snapshot);
  }

  /** Timing of a loss that the last snapshot revealed. */
  protected currentLossTiming(): LossTiming {
    return this.#lossClock.lossTiming(this.#snapshot, this.nowNs(), this.#pastApplPtrNs, false);
  }

  /** Makes the event of a loss at the current frame. */
  protected lossEvent(cause: LossCause, timing: LossTiming, amount: LossAmount): LossEvent {
    return { cause, atFrame: this.counters.get('frames'), ...timing, ...amount };
  }

  protected reportLoss(loss: LossEvent): void {
    if (loss.cause !== 'fifo-overflow') this.counters.addXrun(loss.lostFrames, loss.silentFrames);
    this.#losses.write(loss);
  }

  /**
   * Handles a stop during the drain: the stream may be resumed, but is not started again.
   * @returns true if it was resumed in place
   */
  protected handleStopWhileDraining(state: number): boolean {
    // The xrun that ends the stream was reported already.
    if (this.#fatalError !== undefined) return false;
    const stop = this.#describeStop(state);
    if (state === PcmState.SUSPENDED && recover(this.device, this.io, state) === 'resumed') {
      this.#resumeInPlace(stop);
      return true;
    }
    this.#endIfFramesLost(stop);
    return false;
  }

  get #pastApplPtrNs(): number {
    const { bufferSize, rateHz } = this.device.params;
    return (Math.max(0, this.#snapshot.avail - bufferSize) * 1e9) / rateHz;
  }

  /** @returns false if there was nothing to start for, or a stop was requested */
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
    const stop = this.#describeStop(state);
    if (state === PcmState.XRUN && this.#onXrun === 'stop') this.#endWithLoss(stop.loss);
    else if (recover(this.device, this.io, state) === 'resumed') this.#resumeInPlace(stop);
    else if (this.#start()) {
      const { durationNs, ...amount } = this.#downtimeLoss(stop);
      this.reportLoss({ ...stop.loss, durationNs, ...addLossAmounts(stop.loss, amount) });
    } else this.#endIfFramesLost(stop);
  }

  #describeStop(state: number): DetectedStop {
    const detectedNs = this.nowNs();
    const slept = state === PcmState.SUSPENDED;
    const pastApplPtrNs = this.#pastApplPtrNs;
    const timing = this.#lossClock.lossTiming(this.#snapshot, detectedNs, pastApplPtrNs, slept);
    const inRing = this.lossInRing(this.#snapshot);
    const loss = this.lossEvent(slept ? 'suspend' : 'xrun', timing, inRing);
    return { detectedNs, pastApplPtrNs, loss };
  }

  /**
   * Returns the downtime up to now and its loss.
   * @param movedFrames frames by which the hardware advanced nevertheless
   */
  #downtimeLoss(
    { detectedNs, pastApplPtrNs, loss }: DetectedStop,
    movedFrames = 0,
  ): LossAmount & Pick<LossEvent, 'durationNs'> {
    const durationNs = loss.durationNs + this.nowNs() - detectedNs;
    const { rateHz } = this.device.params;
    const frames = durationToFrames(durationNs - pastApplPtrNs, rateHz);
    return { durationNs, ...this.lossWhileStopped(Math.max(0, frames - movedFrames)) };
  }

  /** Continues a resumed stream. The hardware stopped a little after its last pointer update. */
  #resumeInPlace(stop: DetectedStop): void {
    const { hwPtr: before } = this.#snapshot;
    hwsyncUnlessStopped(this.io);
    const { hwPtr } = this.takeSnapshot();
    const movedFrames = hwPtr < before ? hwPtr - before + this.io.boundary : hwPtr - before;
    this.afterResume(this.#snapshot);
    const atFrame = this.counters.get('frames');
    const downtime = this.#downtimeLoss(stop, movedFrames);
    this.#noteStart();
    this.reportLoss({ ...stop.loss, atFrame, ...downtime });
  }

  /** Ends a stream that is not restarted: without lost frames there is nothing to report. */
  #endIfFramesLost({ loss }: DetectedStop): void {
    if (loss.lostFrames > 0) this.#endWithLoss(loss);
  }

  #endWithLoss(loss: LossEvent): void {
    this.reportLoss({ ...loss, durationNs: 0 });
    if (loss.cause !== 'xrun' || this.#onXrun !== 'stop') return;
    this.#fatalError = xrunError(this.device, loss.atFrame);
  }
}
