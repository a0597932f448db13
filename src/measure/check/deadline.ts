import type { MeasureTask } from '../plan.js';

/** Far longer than any check takes on a driver that responds. */
const LIMIT_MS = 10_000;
const POLL_INTERVAL_MS = 0.5;

/** Ends a check because a stop of the whole run was requested. */
export class StopRequested extends Error {}

/** Ends a check that takes too long. */
export class TimeLimit extends Error {
  constructor() {
    super(`not finished within ${LIMIT_MS / 1000} s`);
  }
}

/** Time limit of the current check; every wait of a check goes through it. */
export class Deadline {
  readonly #task: MeasureTask;
  #endNs = 0;

  constructor(task: MeasureTask) {
    this.#task = task;
  }

  /** Begins a check. @param extraSeconds time granted beyond the usual limit */
  begin(extraSeconds: number): void {
    this.#endNs = this.nowNs() + LIMIT_MS * 1e6 + extraSeconds * 1e9;
  }

  /** CLOCK_MONOTONIC, in nanoseconds. */
  nowNs(): number {
    return this.#task.time.nowNs();
  }

  /** @throws StopRequested, TimeLimit */
  sleepMs(durationMs: number): void {
    this.#task.time.sleepMs(durationMs);
    this.throwIfOver();
  }

  /** Shortens a wait to the time that is left, in milliseconds. */
  limitMs(durationMs: number): number {
    return Math.max(0, Math.min(durationMs, (this.#endNs - this.nowNs()) / 1e6));
  }

  /** @throws StopRequested, TimeLimit */
  throwIfOver(): void {
    if (this.#task.progress.stopRequested) throw new StopRequested();
    if (this.nowNs() >= this.#endNs) throw new TimeLimit();
  }

  /** Polls `done` until it returns true; returns false after `limitMs`. */
  until(limitMs: number, done: () => boolean): boolean {
    const endNs = this.nowNs() + limitMs * 1e6;
    while (!done()) {
      if (this.nowNs() > endNs) return false;
      this.sleepMs(POLL_INTERVAL_MS);
    }
    return true;
  }
}
