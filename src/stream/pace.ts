import type { MmapIO } from '../core/mmap-io.js';
import type { PcmParams } from '../device/params.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { askHardware } from './recovery.js';

const MAX_WAIT_MS = 100;
const MAX_TIMER_MS = 250;
const SPARE_MS = 40;
const MAX_IDLE_MS = 10;

/** How a loop waits for its next turn. */
export interface Pace {
  /** How far apart two looks lie at most, while the process runs. */
  readonly limitMs: number;
  /** @param idle the turn before had nothing to move, though the ring would have taken it */
  wait(idle: boolean): void;
}

/** How long a wait for an interrupt lasts at most: so that the loop soon sees that it is to stop. */
export function waitLimitMs({ periodSize, rateHz }: PcmParams, availMin = periodSize): number {
  return Math.max(1, Math.min(MAX_WAIT_MS, (2000 * availMin) / rateHz));
}

/** How long a loop that has nothing to move sleeps until it looks again. */
function idleMs({ periodSize, rateHz }: PcmParams): number {
  return Math.max(1, Math.min(MAX_IDLE_MS, (250 * periodSize) / rateHz));
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
  readonly #io: MmapIO;
  readonly #availMin: number;
  #idle = false;

  constructor(device: PcmDevice, io: MmapIO) {
    this.#device = device;
    this.#io = io;
    this.#availMin = worthWaking(device.params);
    io.control.setAvailMin(this.#availMin);
    this.limitMs = waitLimitMs(device.params, this.#availMin);
  }

  /** Whoever is idle is not woken for what it cannot use: a poll would return at once, for ever. */
  wait(idle: boolean): void {
    if (idle !== this.#idle) {
      this.#idle = idle;
      this.#io.control.setAvailMin(idle ? 2 * this.#io.bufferSize : this.#availMin);
    }
    this.#device.wait(idle ? idleMs(this.#device.params) : this.limitMs);
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
    // No poll returns before the stream has stopped: then waiting is sleeping.
    io.control.setAvailMin(2 * bufferSize);
  }

  wait(idle: boolean): void {
    const frames = Math.max(this.#wakeAvail - this.#io.avail(), 0);
    const sleepMs = (1000 * frames) / this.#device.params.rateHz;
    const leastMs = idle ? idleMs(this.#device.params) : 1;
    this.#device.wait(Math.min(this.limitMs, Math.max(leastMs, sleepMs)));
    askHardware(this.#io);
  }
}

export function paceOf(device: PcmDevice, io: MmapIO): Pace {
  return device.params.periodWakeup ? new InterruptPace(device, io) : new TimerPace(device, io);
}
