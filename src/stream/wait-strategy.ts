import type { MmapIO } from '../core/mmap-io.js';
import type { PcmParams } from '../device/params.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { hwsyncUnlessStopped } from './recovery.js';

const MAX_WAIT_MS = 100;
const MAX_TIMER_WAIT_MS = 250;
const SLACK_MS = 40;
const MAX_IDLE_WAIT_MS = 10;

/** Waiting strategy of a stream loop. */
export interface WaitStrategy {
  /** Upper bound between two snapshots while the process runs, in ms. */
  readonly maxIntervalMs: number;
  /** @param idle the last cycle moved no frames although the ring had room */
  wait(idle: boolean): void;
}

/** Returns the time limit of one wait in ms, so that the loop notices a stop request soon. */
export function maxWaitMs({ periodSize, rateHz }: PcmParams, availMin = periodSize): number {
  return Math.max(1, Math.min(MAX_WAIT_MS, (2000 * availMin) / rateHz));
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
  readonly #device: PcmDevice;
  readonly #io: MmapIO;
  readonly #availMin: number;
  #isIdle = false;

  constructor(device: PcmDevice, io: MmapIO) {
    this.#device = device;
    this.#io = io;
    this.#availMin = chooseAvailMin(device.params);
    io.control.setAvailMin(this.#availMin);
    this.maxIntervalMs = maxWaitMs(device.params, this.#availMin);
  }

  /**
   * Raises avail_min above the ring while idle; otherwise poll(2) would return immediately in a
   * busy loop.
   */
  wait(idle: boolean): void {
    if (idle !== this.#isIdle) {
      this.#isIdle = idle;
      this.#io.control.setAvailMin(idle ? 2 * this.#io.bufferSize : this.#availMin);
    }
    this.#device.wait(idle ? idleWaitMs(this.#device.params) : this.maxIntervalMs);
  }
}

/**
 * Waits without interrupts: sleeps while the ring needs no service, then updates hw_ptr by HWSYNC.
 * Playback sleeps until a quarter of the ring is left, capture until half of it is full.
 */
export class TimerWait implements WaitStrategy {
  readonly maxIntervalMs: number;
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
    this.#device.wait(Math.min(this.maxIntervalMs, Math.max(minMs, sleepMs)));
    hwsyncUnlessStopped(this.#io);
  }
}

export function createWaitStrategy(device: PcmDevice, io: MmapIO): WaitStrategy {
  return device.params.periodWakeup ? new InterruptWait(device, io) : new TimerWait(device, io);
}
