import type { PcmParams } from '../device/params.js';
import { PcmState } from '../device/pcm-state.js';
import type { LossAmount, LossKind, LossRecord, LossTiming } from './loss.js';
import { likelyCause, type PointerEvidence, type WaitEvidence } from './loss-cause.js';
import { LossClock } from './loss-clock.js';
import type { LossLog } from './loss-log.js';
import type { StreamCounters } from './stream-counters.js';
import type { TimedSnapshot } from './timed-snapshot.js';

/** Meaning of frames that a stream of a direction did not transfer. */
export interface LossAmounts {
  /** Loss of the frames in the ring, if the stream has to be prepared again. */
  lossInRing(avail: number): LossAmount;
  /** Loss of a stream that did not transfer `frames`. */
  lossOf(frames: number): LossAmount;
}

export interface LossOutputs {
  readonly counters: StreamCounters;
  readonly losses: LossLog;
  readonly nowNs: () => number;
}

/** A detected stop, and its loss if the stream ends there. */
export interface DetectedStop {
  readonly detectedNs: number;
  /** Time until then for which the hardware was stopped. */
  readonly stoppedNs: number;
  readonly loss: LossRecord;
}

/** Reports the losses of a stream in order, each with its whole amount. */
export class LossReporter {
  readonly clock: LossClock;
  readonly #params: PcmParams;
  readonly #snapshot: TimedSnapshot;
  readonly #outputs: LossOutputs;
  readonly #amounts: LossAmounts;
  readonly #wait: WaitEvidence;
  /** Loss of a stop, until the restarted hardware moves. */
  #restartLoss: LossRecord | undefined;
  /** Loss that grows from cycle to cycle, until frames flow again, and its frames. */
  #openLoss: LossRecord | undefined;
  #openFrames = 0;

  /** @param snapshot the last one of the stream */
  constructor(
    params: PcmParams,
    snapshot: TimedSnapshot,
    outputs: LossOutputs,
    amounts: LossAmounts,
    wait: WaitEvidence,
  ) {
    this.clock = new LossClock(params);
    this.#params = params;
    this.#snapshot = snapshot;
    this.#outputs = outputs;
    this.#amounts = amounts;
    this.#wait = wait;
  }

  /** Records the snapshot of a running stream, whose hardware may have begun late. */
  recordRunning(): void {
    if (this.#restartLoss !== undefined) {
      const delayNs = this.clock.startDelayNs(this.#snapshot);
      if (!Number.isNaN(delayNs)) {
        this.#restartLoss = this.#prolong(this.#restartLoss, delayNs, delayNs);
        this.endRestart();
      }
    }
    this.clock.recordRunning(this.#snapshot);
  }

  report(loss: LossRecord): void {
    this.endRestart();
    const { counters, losses } = this.#outputs;
    if (loss.kind !== 'fifo-overflow') counters.addXrun(loss.lostFrames, loss.silentFrames);
    losses.write(loss);
  }

  /** Reports a loss of the running stream. */
  reportRunning(kind: LossKind, frames: number): void {
    this.report(this.#runningLoss(kind, frames));
  }

  /** Adds frames to a loss of the running stream that lasts until `end`. */
  add(kind: LossKind, frames: number): void {
    this.#openLoss ??= this.#runningLoss(kind, 0);
    this.#openFrames += frames;
  }

  /** Reports the loss of `add`, if there is one: frames flow again. */
  end(): void {
    const loss = this.#openLoss;
    if (loss === undefined) return;
    const durationNs = Math.max(loss.durationNs, this.#outputs.nowNs() - loss.monotonicNs);
    this.#openLoss = undefined;
    this.report({ ...loss, durationNs, ...this.#amounts.lossOf(this.#openFrames) });
    this.#openFrames = 0;
  }

  /** Describes the stop that the last snapshot revealed. */
  describeStop(): DetectedStop {
    this.endRestart();
    const detectedNs = this.#outputs.nowNs();
    const stop = this.clock.stopTiming(this.#snapshot, detectedNs);
    const { avail, stoppedNs, evidence, ...timing } = stop;
    const kind = this.#snapshot.state === PcmState.SUSPENDED ? 'suspend' : 'xrun';
    const loss = this.#record(kind, evidence, timing, this.#amounts.lossInRing(avail));
    return { detectedNs, stoppedNs, loss };
  }

  /**
   * Begins the loss of a stop after which the stream was started again. It is reported when the
   * hardware moves.
   * @param movedFrames frames by which the hardware advanced since the stop
   */
  beginRestart({ detectedNs, stoppedNs, loss }: DetectedStop, movedFrames = 0): void {
    const ns = this.#outputs.nowNs() - detectedNs;
    this.#restartLoss = this.#prolong(loss, ns, stoppedNs + ns, movedFrames);
  }

  /** Reports the loss of `beginRestart` as it is. */
  endRestart(): void {
    const loss = this.#restartLoss;
    this.#restartLoss = undefined;
    if (loss !== undefined) this.report(loss);
  }

  #runningLoss(kind: LossKind, frames: number): LossRecord {
    const timing = this.clock.runningTiming(this.#snapshot, this.#outputs.nowNs());
    const { evidence, ...rest } = timing;
    return this.#record(kind, evidence, rest, this.#amounts.lossOf(frames));
  }

  /** Makes the record of a loss at the current frame. */
  #record(
    kind: LossKind,
    evidence: PointerEvidence,
    timing: LossTiming,
    amount: LossAmount,
  ): LossRecord {
    const cause = likelyCause(kind, this.#params, { ...timing, ...evidence }, this.#wait);
    const { hwPtr, applPtr } = this.#snapshot;
    const { counters } = this.#outputs;
    const atFrame = counters.get('frames');
    const isPlayback = this.#params.direction === 'playback';
    const unplayed = counters.get('lostFrames') + amount.lostFrames;
    const playedFrames = isPlayback ? atFrame - unplayed : Number.NaN;
    return { kind, cause, atFrame, playedFrames, hwPtr, applPtr, ...timing, ...amount };
  }

  /** Adds `ns` to a loss. In `stoppedNs` the hardware transferred only `movedFrames`. */
  #prolong(loss: LossRecord, ns: number, stoppedNs: number, movedFrames = 0): LossRecord {
    const frames = Math.max(0, this.clock.framesIn(stoppedNs) - movedFrames);
    const { lostFrames, silentFrames } = this.#amounts.lossOf(frames);
    return {
      ...loss,
      durationNs: loss.durationNs + ns,
      lostFrames: loss.lostFrames + lostFrames,
      silentFrames: loss.silentFrames + silentFrames,
    };
  }
}
