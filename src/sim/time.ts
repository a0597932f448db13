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
export type Alarm = { nextNs(): number; ring(nowNs: number): void };

/**
 * Time that stands still until it is turned: days of a stream pass in an instant, and always the
 * same way. Whatever happens in between happens in order, each at its own time.
 */
export class ManualTime implements SimTime {
  readonly kind = 'manual';
  readonly #alarms = new Set<Alarm>();
  #nowNs: number;

  constructor(startNs = 1_000_000_000) {
    this.#nowNs = startNs;
  }

  nowNs(): number {
    return this.#nowNs;
  }

  add(alarm: Alarm): void {
    this.#alarms.add(alarm);
  }

  delete(alarm: Alarm): void {
    this.#alarms.delete(alarm);
  }

  advance(ns: number): void {
    this.advanceUntil(ns, () => false);
  }

  /** Turns time by up to `ns`, stopping as soon as `done` holds after something has happened. */
  advanceUntil(ns: number, done: () => boolean): void {
    const endNs = this.#nowNs + ns;
    for (;;) {
      const first = this.#first();
      const atNs = first?.nextNs() ?? Number.POSITIVE_INFINITY;
      if (first === undefined || atNs > endNs) break;
      this.#nowNs = Math.max(this.#nowNs, atNs);
      this.#ringAll();
      if (done()) return;
    }
    this.#nowNs = Math.max(this.#nowNs, endNs);
    this.#ringAll();
  }

  /** All of them, whichever is due: no card is behind the time when somebody looks. */
  #ringAll(): void {
    for (const alarm of this.#alarms) alarm.ring(this.#nowNs);
  }

  #first(): Alarm | undefined {
    let first: Alarm | undefined;
    for (const alarm of this.#alarms) {
      if (first === undefined || alarm.nextNs() < first.nextNs()) first = alarm;
    }
    return first;
  }
}
