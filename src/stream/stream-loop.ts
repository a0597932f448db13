import type { MmapIO } from '../core/mmap-io.js';
import { signedStep } from '../core/pointer.js';
import type { Snapshot } from '../core/snapshot.js';
import type { AlsaMmapError } from '../device/errors.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { PcmState } from '../device/pcm-state.js';
import { ApplPtrGuard } from './appl-ptr-guard.js';
import type { LossAmount, LossRecord } from './loss.js';
import type { LossLog } from './loss-log.js';
import { type DetectedStop, LossReporter } from './loss-reporter.js';
import { monotonicNs } from './monotonic.js';
import { hwsyncUnlessStopped, recover, xrunError } from './recovery.js';
import { RestartLimit } from './restart-limit.js';
import { StallDetector } from './stall-detector.js';
import type { StreamCounters } from './stream-counters.js';
import type { XrunPolicy } from './stream-options.js';
import { TimedSnapshot } from './timed-snapshot.js';
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
  protected readonly losses: LossReporter;
  readonly #onXrun: XrunPolicy;
  readonly #snapshot = new TimedSnapshot();
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
    this.#waitStrategy = createWaitStrategy(device, io);
    const { counters, nowNs } = this;
    this.losses = new LossReporter(
      device.params,
      this.#snapshot,
      { counters, nowNs, losses: options.losses },
      { lossInRing: (avail) => this.lossInRing(avail), lossOf: (frames) => this.lossOf(frames) },
      this.#waitStrategy,
    );
    this.#onXrun = options.onXrun ?? 'recover';
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
    this.start();
    this.takeSnapshot();
    this.counters.active = true;
    let idle = false;
    try {
      while (!this.isDone && !this.counters.stopRequested && this.#fatalError === undefined) {
        idle = !this.#cycle(idle, restarts);
      }
      this.counters.active = false;
      this.finish();
    } finally {
      this.losses.endRestart();
    }
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
    this.counters.setWakeupsWithoutProgress(this.#waitStrategy.countWakeup(this.#snapshot));
    if (state !== PcmState.RUNNING) {
      this.#recoverFromStop(state, restarts);
      return true;
    }
    if (avail > this.io.bufferSize) this.catchUp();
    this.checkRunning();
    this.counters.setWakeupLatency(this.losses.clock);
    const moved = this.moveFrames();
    // PREPARE sets appl_ptr to 0.
    if (this.io.applPtr() !== 0) restarts.reset();
    return moved;
  }

  protected abstract get isDone(): boolean;
  /** Called before each start; returns false if there is nothing left to start for. */
  protected abstract beforeStart(): boolean;
  /** Called each cycle while RUNNING; returns true if frames were moved. */
  protected abstract moveFrames(): boolean;
  /** Loss of the frames in the ring, if the stream has to be prepared again. */
  protected abstract lossInRing(avail: number): LossAmount;
  /** Loss of a stream that did not transfer `frames`. */
  protected abstract lossOf(frames: number): LossAmount;
  /** Moves appl_ptr after free-running hardware has passed it, and reports the loss. */
  protected abstract catchUp(): void;
  /** Called after a resume in place. */
  protected afterResume(_avail: number): void {}
  /** Called before a disconnect is thrown; the ring can still be read. */
  protected beforeDisconnect(): void {}
  /** Called when done, or after a stop request. */
  protected abstract finish(): void;

  /** Takes a consistent snapshot and publishes it in the counters. */
  protected takeSnapshot(): Snapshot {
    const snapshot = this.#snapshot;
    snapshot.beforeNs = this.nowNs();
    this.io.snapshot(snapshot);
    snapshot.atNs = this.nowNs();
    this.counters.setPointers(snapshot);
    return snapshot;
  }

  /** Records the snapshot of a running stream; throws if hw_ptr stalls or appl_ptr is foreign. */
  protected checkRunning(): void {
    this.losses.recordRunning();
    if (this.#stallDetector.suspectsStall) {
      // Possibly only the interrupts have stopped.
      hwsyncUnlessStopped(this.io);
      this.takeSnapshot();
    }
    this.#stallDetector.check(this.#snapshot);
    this.applPtrGuard.checkSnapshot(this.#snapshot);
  }

  /**
   * Handles a stop during the drain: the stream may be resumed, but is not started again.
   * @returns true if it was resumed in place
   */
  protected handleStopWhileDraining(state: number): boolean {
    // The xrun that ends the stream was reported already.
    if (this.#fatalError !== undefined) return false;
    const stop = this.losses.describeStop();
    if (state === PcmState.SUSPENDED && recover(this.device, this.io, state) === 'resumed') {
      this.#resumeInPlace(stop);
      return true;
    }
    this.#endIfFramesLost(stop);
    return false;
  }

  /** Reports what is lost by a stop that the last snapshot revealed, at the end of the stream. */
  protected reportStopAtEnd(): void {
    if (this.#fatalError === undefined) this.#endIfFramesLost(this.losses.describeStop());
  }

  /** Starts the stream; returns false if there is nothing to start for, or a stop is requested. */
  protected start(): boolean {
    if (!this.beforeStart() || this.counters.stopRequested) return false;
    this.device.start();
    this.noteStart();
    return true;
  }

  /** Sets the reference of losses and stalls to now; called when the stream runs again. */
  protected noteStart(): void {
    this.losses.clock.streamStarted(this.io.hwPtr(), this.nowNs());
    this.#stallDetector.reset();
  }

  #recoverFromStop(state: number, restarts: RestartLimit): void {
    if (state === PcmState.DISCONNECTED) this.beforeDisconnect();
    const stop = this.losses.describeStop();
    restarts.countRestart(stop.loss.cause);
    if (state === PcmState.XRUN && this.#onXrun === 'stop') this.#endWithLoss(stop.loss);
    else if (recover(this.device, this.io, state) === 'resumed') this.#resumeInPlace(stop);
    else if (this.start()) this.losses.beginRestart(stop);
    else this.#endIfFramesLost(stop);
  }

  /** Continues a resumed stream. The hardware stopped a little after its last pointer update. */
  #resumeInPlace(stop: DetectedStop): void {
    const { hwPtr: before } = this.#snapshot;
    hwsyncUnlessStopped(this.io);
    const { hwPtr, avail } = this.takeSnapshot();
    this.afterResume(avail);
    const loss = { ...stop.loss, atFrame: this.counters.get('frames'), ...this.lossOf(0) };
    const movedFrames = signedStep(before, hwPtr, this.io.boundary);
    this.losses.beginRestart({ ...stop, loss }, movedFrames);
    this.noteStart();
  }

  /** Ends a stream that is not restarted: without lost frames there is nothing to report. */
  #endIfFramesLost({ loss }: DetectedStop): void {
    if (loss.lostFrames > 0) this.#endWithLoss(loss);
  }

  #endWithLoss(loss: LossRecord): void {
    this.losses.report({ ...loss, durationNs: 0 });
    if (loss.kind !== 'xrun' || this.#onXrun !== 'stop') return;
    const { direction } = this.device.params;
    const heard = direction === 'playback' ? loss.atFrame - loss.lostFrames : loss.atFrame;
    this.#fatalError = xrunError(this.device, heard);
  }
}
