import type { MmapIO } from '../core/mmap-io.js';
import type { Snapshot } from '../core/snapshot.js';
import type { PcmParams } from '../device/params.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { PcmState } from '../device/pcm-state.js';
import type { WaitEvidence } from './loss-cause.js';
import { hwsyncUnlessStopped } from './recovery.js';

const MAX_WAIT_MS = 100;
const MAX_TIMER_WAIT_MS = 250;
const SLACK_MS = 40;
const MAX_IDLE_WAIT_MS = 10;

/** Wake-ups without progress in succession after which the next ones are delayed. */
const MAX_SPURIOUS_WAKEUPS = 3;
const SLEEP_WORD = new Int32Array(new SharedArrayBuffer(4));

/** Waiting strategy of a stream loop. */
export interface WaitStrategy extends WaitEvidence {
  /** Upper bound between two snapshots while the process runs, in ms. */
  readonly maxIntervalMs: number;
  /** @param idle the last cycle moved no frames although the ring had room */
  wait(idle: boolean): void;
  /**
   * Judges the last wait by the snapshot after it.
   * @returns wake-ups by poll(2) so far at which nothing had moved
   */
  countWakeup(snapshot: Pick<Snapshot, 'state' | 'hwPtr' | 'avail'>): number;
}

/** Returns the time limit of one wait of a drain in ms. */
export function maxWaitMs({ periodSize, rateHz }: PcmParams): number {
  return Math.max(1, Math.min(MAX_WAIT_MS, (2000 * periodSize) / rateHz));
}

/** Returns the sleep of a loop that has nothing to move: a quarter of a period, 1 to 10 ms. */
function idleWaitMs({ periodSize, rateHz }: PcmParams): number {
  return Math.max(1, Math.min(MAX_IDLE_WAIT_MS, (250 * periodSize) / rateHz));
}

/**
 * Returns `avail_min` for an interrupt-driven stream, in frames: the largest number of whole
 * periods that still leaves 40 ms of slack in the ring, at most half of it. Fewer wake-ups cost
 * less CPU.
 */
export function chooseAvailMin({ periodSize, bufferSize, rateHz }: PcmParams): number {
  const spare = Math.min(bufferSize - (SLACK_MS * rateHz) / 1000, bufferSize / 2);
  return periodSize * Math.max(1, Math.floor(spare / periodSize));
}

/** Wakes at the period interrupt with which `avail_min` frames are available. */
export class InterruptWait implements WaitStrategy {
  readonly maxIntervalMs: number;
  isIdle = false;
  fault: WaitEvidence['fault'];
  readonly #device: PcmDevice;
  readonly #io: MmapIO;
  readonly #availMin: number;
  readonly #idleMs: number;
  /** True if avail_min is due when a wait ends by its limit. */
  readonly #isInterruptDue: boolean;
  #hasEvent = false;
  #hwPtr = 0;
  #spuriousWakeups = 0;
  /** Wake-ups without progress in succession. */
  #spuriousInRow = 0;

  constructor(device: PcmDevice, io: MmapIO) {
    const { bufferSize, rateHz } = device.params;
    this.#device = device;
    this.#io = io;
    this.#availMin = chooseAvailMin(device.params);
    io.control.setAvailMin(this.#availMin);
    this.#idleMs = idleWaitMs(device.params);
    // Halfway between avail_min and an xrun: a stream survives if nothing wakes it.
    const halfway = (this.#availMin + bufferSize) / 2;
    const halfwayMs = (1000 * halfway) / rateHz;
    this.#isInterruptDue = halfwayMs <= MAX_WAIT_MS;
    this.maxIntervalMs = Math.max(1, Math.min(MAX_WAIT_MS, halfwayMs));
  }

  get limitNs(): number {
    return (this.isIdle ? this.#idleMs : this.maxIntervalMs) * 1e6;
  }

  /**
   * Raises avail_min above the ring while idle; otherwise poll(2) would return immediately in a
   * busy loop.
   */
  wait(idle: boolean): void {
    if (idle !== this.isIdle) {
      this.isIdle = idle;
      this.#io.control.setAvailMin(idle ? 2 * this.#io.bufferSize : this.#availMin);
    }
    if (this.#spuriousInRow >= MAX_SPURIOUS_WAKEUPS) Atomics.wait(SLEEP_WORD, 0, 0, this.#idleMs);
    this.#hasEvent = this.#device.wait(idle ? this.#idleMs : this.maxIntervalMs) !== 0;
    if (!this.#hasEvent && !idle) this.#judgeTimeout();
  }

  countWakeup({ state, hwPtr, avail }: Pick<Snapshot, 'state' | 'hwPtr' | 'avail'>): number {
    const availMin = this.isIdle ? 2 * this.#io.bufferSize : this.#availMin;
    const isReady = avail >= availMin || hwPtr !== this.#hwPtr;
    const isSpurious = this.#hasEvent && state === PcmState.RUNNING && !isReady;
    this.#hwPtr = hwPtr;
    this.#spuriousInRow = isSpurious ? this.#spuriousInRow + 1 : 0;
    if (isSpurious) this.#spuriousWakeups++;
    else if (this.#hasEvent) this.fault = undefined;
    return this.#spuriousWakeups;
  }

  /** Finds out why nothing woke the program; the interrupts may have stopped. */
  #judgeTimeout(): void {
    if (this.#io.state() !== PcmState.RUNNING) return;
    const isReady = this.#io.avail() >= this.#availMin;
    const isBlind = isReady && this.#device.wait(0) === 0;
    if (!isReady && !this.#isInterruptDue) return;
    hwsyncUnlessStopped(this.#io);
    if (this.#io.state() !== PcmState.RUNNING) return;
    const dueFrames = this.#io.avail() - this.#availMin;
    const isLate = !isReady && dueFrames >= this.#device.params.periodSize / 4;
    if (isBlind) this.fault = 'poll-wrong';
    else if (isLate) this.fault = 'interrupt-late';
  }
}

/**
 * Waits without interrupts: sleeps while the ring needs no service, then updates hw_ptr by HWSYNC.
 * Playback sleeps until a quarter of the ring is left, capture until half of it is full.
 */
export class TimerWait implements WaitStrategy {
  readonly maxIntervalMs: number;
  isIdle = false;
  limitNs = 0;
  readonly fault = undefined;
  readonly #device: PcmDevice;
  readonly #io: MmapIO;
  /** avail at which the loop should run a cycle. */
  readonly #wakeupAvail: number;

  constructor(device: PcmDevice, io: MmapIO) {
    const { direction, bufferSize, rateHz } = device.params;
    this.#device = device;
    this.#io = io;
    this.#wakeupAvail = Math.ceil(bufferSize * (direction === 'playback' ? 3 / 4 : 1 / 2));
    this.maxIntervalMs = Math.max(1, Math.min(MAX_TIMER_WAIT_MS, (1000 * bufferSize) / rateHz));
    // poll(2) then returns only at its timeout or when the stream stops.
    io.control.setAvailMin(2 * bufferSize);
  }

  wait(idle: boolean): void {
    const frames = Math.max(this.#wakeupAvail - this.#io.avail(), 0);
    const sleepMs = (1000 * frames) / this.#device.params.rateHz;
    const minMs = idle ? idleWaitMs(this.#device.params) : 1;
    const limitMs = Math.min(this.maxIntervalMs, Math.max(minMs, sleepMs));
    this.isIdle = idle;
    this.limitNs = limitMs * 1e6;
    this.#device.wait(limitMs);
    hwsyncUnlessStopped(this.#io);
  }

  countWakeup(): number {
    return 0;
  }
}

/** A ring of one period is empty, or full, at each interrupt: only a timer can serve it. */
export function createWaitStrategy(device: PcmDevice, io: MmapIO): WaitStrategy {
  const { periodWakeup, periodSize, bufferSize } = device.params;
  const usesInterrupts = periodWakeup && bufferSize >= 2 * periodSize;
  return usesInterrupts ? new InterruptWait(device, io) : new TimerWait(device, io);
}
