/** Where a built-in card takes its time from. */
export interface SimTime {
  /** Monotonic, in nanoseconds. */
  nowNs(): number;
  /** What runs the card's DMA while nobody calls it: a thread of its own, or whoever turns time. */
  readonly kind: 'real' | 'manual';
}

/** CLOCK_MONOTONIC: the same clock as the kernel's timestamps. */
export const realTime: SimTime = {
  kind: 'real',
  nowNs: () => Number(process.hrtime.bigint()),
};

/** Answers when it wants to be rung; it is rung then, and whenever else time stops. */
export type TimeListener = { nextEventNs(): number; onTime(nowNs: number): void };

/**
 * Time that stands still until it is turned: days of a stream pass in an instant, and always the
 * same way. Whatever happens in between happens in order, each at its own time.
 */
export class ManualTime implements SimTime {
  readonly kind = 'manual';
  readonly #listeners = new Set<TimeListener>();
  #nowNs: number;

  constructor(startNs = 1_000_000_000) {
    this.#nowNs = startNs;
  }

  nowNs(): number {
    return this.#nowNs;
  }

  addListener(alarm: TimeListener): void {
    this.#listeners.add(alarm);
  }

  removeListener(alarm: TimeListener): void {
    this.#listeners.delete(alarm);
  }

  advance(ns: number): void {
    this.advanceUntil(ns, () => false);
  }

  /** Turns time by up to `ns`, stopping as soon as `done` holds after something has happened. */
  advanceUntil(ns: number, done: () => boolean): void {
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

  /** All of them, whichever is due: no card is behind the time when somebody looks. */
  #notifyAll(): void {
    for (const alarm of this.#listeners) alarm.onTime(this.#nowNs);
  }

  #earliest(): TimeListener | undefined {
    let first: TimeListener | undefined;
    for (const alarm of this.#listeners) {
      if (first === undefined || alarm.nextEventNs() < first.nextEventNs()) first = alarm;
    }
    return first;
  }
}
