import { closeSync } from 'node:fs';
import { loadAddon } from './addon.js';
import type { Direction } from './params.js';

/** Events of a PCM timer: `SNDRV_TIMER_EVENT_*` (sound/asound.h). */
export const TimerEvent = { MSTART: 12, MSTOP: 13 } as const;

/** Events that one call of the addon returns at most. */
const READ_EVENTS = 32;

/**
 * The PCM timer of a substream, which reports when the stream of any process starts and stops.
 * While the timer is open, the driver of the card cannot be unbound.
 */
export class StreamTimer {
  readonly #descriptor: number;
  readonly #events = new Int32Array(READ_EVENTS);

  /**
   * @throws FAILED if the addon cannot be loaded; the addon's error with `code` EACCES, ENOENT (no
   *   /dev/snd/timer), ENODEV (no such substream)
   */
  constructor(card: number, device: number, subdevice: number, direction: Direction) {
    const isCapture = direction === 'capture';
    this.#descriptor = loadAddon().openStreamTimer(card, device, subdevice, isCapture);
  }

  /**
   * Calls back for each event since the last call.
   * @throws the addon's error with `code` ENODEV after an unplug
   */
  read(take: (event: number) => void): void {
    let count: number;
    do {
      count = loadAddon().readStreamTimer(this.#descriptor, this.#events);
      for (const event of this.#events.subarray(0, count)) take(event);
    } while (count === READ_EVENTS);
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}
