import type { MmapIO } from '../core/mmap-io.js';
import type { Snapshot } from '../core/snapshot.js';
import { AlsaMmapError } from '../device/errors.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { PcmState } from '../device/state.js';
import { cleanHeap } from './clean-heap.js';
import { LastLook, type LossDate } from './last-look.js';
import { framesIn, type LossEvent } from './loss.js';
import type { LossLog } from './loss-log.js';
import { monotonicNs } from './monotonic.js';
import type { OnXrun } from './on-xrun.js';
import { type Pace, paceOf } from './pace.js';
import { askHardware, recover } from './recovery.js';
import { RestartLimit } from './restart-limit.js';
import type { StreamCounters } from './stream-counters.js';
import { StuckWatch } from './stuck-watch.js';
import { TimedLook } from './timed-look.js';

const REHEARSALS = 64;

/** Where a loop writes down what happens, and how it behaves. */
export interface LoopOptions {
  readonly counters: StreamCounters;
  readonly losses: LossLog;
  /** `recover` by default. */
  readonly onXrun?: OnXrun | undefined;
  /** The clock of the timestamps; CLOCK_MONOTONIC by default. */
  readonly nowNs?: (() => number) | undefined;
}

/** How much a loss cost. */
export type LossAmount = Pick<LossEvent, 'lostFrames' | 'insertedFrames'>;

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
    this.#start(() => this.#rehearse());
    this.look();
    this.counters.active = true;
    while (!this.isDone && !this.counters.stopAsked && this.#fatal === undefined) {
      this.#pace.wait();
      const { state, avail } = this.look();
      if (state === PcmState.RUNNING) {
        restarts.ran();
        if (avail > this.io.bufferSize) this.passed();
        this.#seen();
        this.turn();
      } else {
        restarts.again();
        this.#stopped(state);
      }
    }
    this.counters.active = false;
    this.finish();
    this.look();
    if (this.#fatal !== undefined) throw this.#fatal;
  }

  protected abstract get isDone(): boolean;
  /** Before each start. */
  protected abstract beforeStart(): void;
  /** Does what a turn does, where nothing is to be moved yet. */
  protected abstract rehearse(): void;
  /** While it runs, after each look. */
  protected abstract turn(): void;
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

  /** When a loss that is found now began, by the last look. */
  protected dateLoss(): LossDate {
    return this.#last.datedAt(this.#snapshot, this.nowNs(), this.#passedNs, false);
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

  #seen(): void {
    this.#last.sawRunning(this.#snapshot);
    this.counters.setWakeUpDelay(this.#last);
    if (this.#stuck.suspicious) {
      // Perhaps only the interrupts have stopped.
      askHardware(this.io);
      this.look();
    }
    this.#stuck.see(this.#snapshot);
  }

  #start(rehearse?: () => void): void {
    this.beforeStart();
    if (this.counters.stopAsked) return;
    rehearse?.();
    this.device.start();
    this.#started();
  }

  /**
   * All that a turn does but to wait, done before it counts: code that runs for the first time is compiled then,
   * which may take longer than a small ring lasts.
   */
  #rehearse(): void {
    for (let round = 0; round < REHEARSALS; round++) {
      this.look();
      this.#seen();
      this.#stuck.reset();
      this.rehearse();
    }
    cleanHeap();
  }

  #started(): void {
    this.#last.started(this.nowNs());
    this.#stuck.reset();
  }

  #stopped(state: number): void {
    if (state === PcmState.DISCONNECTED) this.gone();
    const foundNs = this.nowNs();
    const cause = state === PcmState.SUSPENDED ? 'suspend' : 'xrun';
    const passedNs = this.#passedNs;
    const dated = this.#last.datedAt(this.#snapshot, foundNs, passedNs, cause === 'suspend');
    const inRing = this.inRing(this.#snapshot);
    let atFrame = this.counters.get('frames');
    if (cause === 'xrun' && this.#onXrun === 'stop' && state === PcmState.XRUN) {
      this.tell({ cause, atFrame, ...dated, ...inRing, durationNs: 0 });
      this.#fatal = this.#xrunError(atFrame);
      return;
    }
    const goesOn = recover(this.device, this.io, state) === 'goes on';
    if (goesOn) {
      this.resumed(this.#snapshot);
      atFrame = this.counters.get('frames');
      this.#started();
    } else this.#start();
    const durationNs = dated.durationNs + this.nowNs() - foundNs;
    const { rateHz } = this.device.params;
    const still = this.standingStill(framesIn(durationNs - passedNs, rateHz));
    const amount = goesOn ? still : sum(inRing, still);
    this.tell({ cause, atFrame, ...dated, durationNs, ...amount });
  }

  #xrunError(atFrame: number): AlsaMmapError {
    const { name } = this.device.identity;
    const over = this.device.params.direction === 'capture' ? 'over' : 'under';
    return new AlsaMmapError(
      'XRUN',
      `${name}: the stream ran ${over} at frame ${atFrame} and was ended there, as asked; a larger ` +
        'buffer may help',
      { device: name },
    );
  }
}

function sum(a: LossAmount, b: LossAmount): LossAmount {
  return {
    lostFrames: a.lostFrames + b.lostFrames,
    insertedFrames: a.insertedFrames + b.insertedFrames,
  };
}
