import type { MmapIO } from '../core/mmap-io.js';
import type { PcmParams } from '../device/params.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { askHardware } from './recovery.js';

const MAX_WAIT_MS = 100;
const MAX_TIMER_MS = 250;
const SPARE_MS = 40;

/** How a loop waits for its next turn. */
export interface Pace {
  /** How far apart two looks lie at most, while the process runs. */
  readonly limitMs: number;
  wait(): void;
}

/** How long a wait for an interrupt lasts at most: so that the loop soon sees that it is to stop. */
export function waitLimitMs({ periodSize, rateHz }: PcmParams, availMin = periodSize): number {
  return Math.max(1, Math.min(MAX_WAIT_MS, (2000 * availMin) / rateHz));
}

/**
 * Frames that are worth a wake-up: whole periods, as many as leave the ring 40 ms to be late in, and
 * not more than half of it. A wake-up is dearer than what is done in it.
 */
export function worthWaking({ periodSize, bufferSize, rateHz }: PcmParams): number {
  const spare = Math.min(bufferSize - (SPARE_MS * rateHz) / 1000, bufferSize / 2);
  return periodSize * Math.max(1, Math.floor(spare / periodSize));
}

/** Woken by the interrupt of the period with which enough frames are available. */
export class InterruptPace implements Pace {
  readonly limitMs: number;
  readonly #device: PcmDevice;

  constructor(device: PcmDevice, io: MmapIO) {
    this.#device = device;
    const availMin = worthWaking(device.params);
    io.control.setAvailMin(availMin);
    this.limitMs = waitLimitMs(device.params, availMin);
  }

  wait(): void {
    this.#device.wait(this.limitMs);
  }
}

/**
 * Without interrupts: sleeps for as long as the ring can do without, then asks the hardware where it
 * is. Playback sleeps until a quarter of the ring is left to play, capture until half of it is full.
 */
export class TimerPace implements Pace {
  readonly limitMs: number;
  readonly #device: PcmDevice;
  readonly #io: MmapIO;
  /** avail at which it is time for a turn. */
  readonly #wakeAvail: number;

  constructor(device: PcmDevice, io: MmapIO) {
    const { direction, bufferSize, rateHz } = device.params;
    this.#device = device;
    this.#io = io;
    this.#wakeAvail = Math.ceil(bufferSize * (direction === 'playback' ? 3 / 4 : 1 / 2));
    this.limitMs = Math.max(1, Math.min(MAX_TIMER_MS, (1000 * bufferSize) / rateHz));
    // No poll returns before the ring is empty or full: then waiting is sleeping.
    io.control.setAvailMin(bufferSize);
  }

  wait(): void {
    const frames = Math.max(this.#wakeAvail - this.#io.avail(), 0);
    const sleepMs = (1000 * frames) / this.#device.params.rateHz;
    this.#device.wait(Math.min(this.limitMs, Math.max(1, sleepMs)));
    askHardware(this.#io);
  }
}

export function paceOf(device: PcmDevice, io: MmapIO): Pace {
  return device.params.periodWakeup ? new InterruptPace(device, io) : new TimerPace(device, io);
}
