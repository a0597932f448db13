import { permissionReason } from '../device/device-nodes.js';
import { StreamTimer, TimerEvent } from '../device/stream-timer.js';
import type { Unreadable } from './owner-access.js';
import type { SubstreamId } from './sound-tree.js';

/** Starts and stops of a stream in some time. */
export interface TimedStops {
  readonly starts: number;
  /** Starts after a stop. */
  readonly restarts: number;
  /** True if the last event was a stop. */
  readonly isStopped: boolean;
}

const NODE = '/dev/snd/timer';
/** Time after which an unplug is noticed, however seldom the counts are taken. */
const READ_INTERVAL_MS = 500;

/** Counts the starts and stops of a substream by its PCM timer, also those within microseconds. */
export class StopCounter {
  #timer: StreamTimer | undefined;
  readonly #interval: NodeJS.Timeout;
  #starts = 0;
  #restarts = 0;
  #isStopped = false;

  private constructor(timer: StreamTimer) {
    this.#timer = timer;
    this.#interval = setInterval(() => this.#read(), READ_INTERVAL_MS).unref();
  }

  /** Opens the timer of a substream; the reason if this is refused. */
  static open({ card, device, subdevice, direction }: SubstreamId): StopCounter | Unreadable {
    try {
      return new StopCounter(new StreamTimer(card, device, subdevice, direction));
    } catch (error) {
      return refusal(error as NodeJS.ErrnoException);
    }
  }

  /** Counts since the last call. */
  take(): TimedStops {
    this.#read();
    const stops = { starts: this.#starts, restarts: this.#restarts, isStopped: this.#isStopped };
    this.#starts = 0;
    this.#restarts = 0;
    return stops;
  }

  close(): void {
    clearInterval(this.#interval);
    this.#timer?.close();
    this.#timer = undefined;
  }

  #read(): void {
    try {
      this.#timer?.read((event) => this.#add(event));
    } catch {
      // The card was unplugged; its driver waits for the timer to be closed.
      this.close();
    }
  }

  #add(event: number): void {
    if (event === TimerEvent.MSTART) {
      this.#starts++;
      if (this.#isStopped) this.#restarts++;
    }
    this.#isStopped = event === TimerEvent.MSTOP;
  }
}

function refusal({ code = 'none', message }: NodeJS.ErrnoException): Unreadable {
  if (code === 'ENOENT') return { errno: code, reason: `there is no ${NODE}` };
  const isDenied = code === 'EACCES' || code === 'EPERM';
  return { errno: code, reason: isDenied ? permissionReason(NODE, code, '') : message };
}
