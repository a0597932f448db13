import { checkValue, number, type ValueCheck } from '../device/check-fields.js';

/** Some thirty years. */
const MAX_NS = 1e18;
const NS: ValueCheck = { ...number(0, MAX_NS, 'ns'), required: true };

/** Clock of a simulated card. */
export interface SimTime {
  /** Monotonic, in nanoseconds. */
  nowNs(): number;
  /** `real`: a thread runs the card's DMA. `manual`: each advance of the time runs it. */
  readonly kind: 'real' | 'manual';
}

/** CLOCK_MONOTONIC: the same clock as the kernel's timestamps. */
export const realTime: SimTime = { kind: 'real', nowNs: () => Number(process.hrtime.bigint()) };

/**
 * Receiver of time events: names the time of its next event, and is called then and at the end of
 * each advance.
 */
export interface TimeListener {
  /** Time of the next event in ns; Infinity for none. */
  nextEventNs(): number;
  /** Handles the events up to `nowNs`. */
  onTime(nowNs: number): void;
}

/**
 * Time that moves only when it is advanced: days of a stream pass in an instant, always in the same
 * way. Events in between happen in order, each at its own time. `wait` of a device advances it as
 * well.
 * @example
 * import { ManualTime } from 'alsa-mmap/sim';
 *
 * const time = new ManualTime();
 * time.advance(3600e9); // an hour
 * console.log(time.nowNs()); // 3601000000000
 */
export class ManualTime implements SimTime {
  readonly kind = 'manual';
  readonly #listeners = new Set<TimeListener>();
  #nowNs: number;

  constructor(startNs = 1_000_000_000) {
    checkValue('startNs', startNs, NS);
    this.#nowNs = startNs;
  }

  /** Time in ns, from `startNs` on (1 s by default). */
  nowNs(): number {
    return this.#nowNs;
  }

  /** Adds a card; `openSimDevice` calls it. */
  addListener(listener: TimeListener): void {
    this.#listeners.add(listener);
  }

  /** Removes a card; closing the device calls it. */
  removeListener(listener: TimeListener): void {
    this.#listeners.delete(listener);
  }

  /** Advances the time by `ns`. */
  advance(ns: number): void {
    this.advanceUntil(ns, () => false);
  }

  /** Advances the time by up to `ns`; stops as soon as `done` returns true after an event. */
  advanceUntil(ns: number, done: () => boolean): void {
    checkValue('advance', ns, NS);
    const endNs = this.#nowNs + ns;
    for (;;) {
      const first = this.#earliest();
      const atNs = first?.nextEventNs() ?? Number.POSITIVE_INFINITY;
      if (first === undefined || atNs > endNs) break;
      this.#nowNs = Math.max(this.#nowNs, atNs);
      this.#notifyAll();
      if (done()) return;
    }
    this.#nowNs = Math.max(this.#nowNs, endNs);
    this.#notifyAll();
  }

  /** Notifies all listeners, due or not: no card lags behind the time when it is read. */
  #notifyAll(): void {
    for (const listener of this.#listeners) listener.onTime(this.#nowNs);
  }

  #earliest(): TimeListener | undefined {
    let first: TimeListener | undefined;
    for (const listener of this.#listeners) {
      if (first === undefined || listener.nextEventNs() < first.nextEventNs()) first = listener;
    }
    return first;
  }
}
