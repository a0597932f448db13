import type { MmapIO } from '../core/mmap-io.js';
import type { PcmParams } from '../device/params.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { hwsyncUnlessStopped } from './recovery.js';

const MAX_WAIT_MS = 100;
const MAX_TIMER_WAIT_MS = 250;
const SLACK_MS = 40;
const MAX_IDLE_WAIT_MS = 10;

/** How a loop waits for its next turn. */
export interface WaitStrategy {
  /** How far apart two looks lie at most, while the process runs. */
  readonly maxIntervalMs: number;
  /** @param idle the turn before had nothing to move, though the ring would have taken it */
  wait(idle: boolean): void;
}

/** How long a wait for an interrupt lasts at most: so that the loop soon sees that it is to stop. */
export function maxWaitMs({ periodSize, rateHz }: PcmParams, availMin = periodSize): number {
  return Math.max(1, Math.min(MAX_WAIT_MS, (2000 * availMin) / rateHz));
}

/** How long a loop that has nothing to move sleeps until it looks again. */
function idleWaitMs({ periodSize, rateHz }: PcmParams): number {
  return Math.max(1, Math.min(MAX_IDLE_WAIT_MS, (250 * periodSize) / rateHz));
}

/**
 * Frames that are worth a wake-up: whole periods, as many as leave the ring 40 ms to be late in, and
 * not more than half of it. A wake-up is dearer than what is done in it.
 */
export function chooseAvailMin({ periodSize, bufferSize, rateHz }: PcmParams): number {
  const spare = Math.min(bufferSize - (SLACK_MS * rateHz) / 1000, bufferSize / 2);
  return periodSize * Math.max(1, Math.floor(spare / periodSize));
}

/** Woken by the interrupt of the period with which enough frames are available. */
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

  /** Whoever is idle is not woken for what it cannot use: a poll would return at once, for ever. */
  wait(idle: boolean): void {
    if (idle !== this.#isIdle) {
      this.#isIdle = idle;
      this.#io.control.setAvailMin(idle ? 2 * this.#io.bufferSize : this.#availMin);
    }
    this.#device.wait(idle ? idleWaitMs(this.#device.params) : this.maxIntervalMs);
  }
}

/**
 * Without interrupts: sleeps for as long as the ring can do without, then asks the hardware where it
 * is. Playback sleeps until a quarter of the ring is left to play, capture until half of it is full.
 */
export class TimerWait implements WaitStrategy {
  readonly maxIntervalMs: number;
  readonly #device: PcmDevice;
  readonly #io: MmapIO;
  /** avail at which it is time for a turn. */
  readonly #wakeupAvail: number;

  constructor(device: PcmDevice, io: MmapIO) {
    const { direction, bufferSize, rateHz } = device.params;
    this.#device = device;
    this.#io = io;
    this.#wakeupAvail = Math.ceil(bufferSize * (direction === 'playback' ? 3 / 4 : 1 / 2));
    this.maxIntervalMs = Math.max(1, Math.min(MAX_TIMER_WAIT_MS, (1000 * bufferSize) / rateHz));
    // No poll returns before the stream has stopped: then waiting is sleeping.
    io.control.setAvailMin(2 * bufferSize);
  }

  wait(idle: boolean): void {
    const frames = Math.max(this.#wakeupAvail - this.#io.avail(), 0);
    const sleepMs = (1000 * frames) / this.#device.params.rateHz;
    const leastMs = idle ? idleWaitMs(this.#device.params) : 1;
    this.#device.wait(Math.min(this.maxIntervalMs, Math.max(leastMs, sleepMs)));
    hwsyncUnlessStopped(this.#io);
  }
}

export function createWaitStrategy(device: PcmDevice, io: MmapIO): WaitStrategy {
  return device.params.periodWakeup ? new InterruptWait(device, io) : new TimerWait(device, io);
}
