import type { XrunCounter } from '../../observe/xrun-counter.js';
import type { StatusView } from './view.js';

/** Fills kept for their course: one per column of a wide terminal. */
const MAX_FILLS = 400;
/** Resolution of the percentiles: parts of the buffer. */
const BINS = 1000;

/** Course of a stream since `status --watch` began. */
export class WatchHistory {
  /** Latest parts of the buffer that were filled, 0 to 1. */
  readonly fills: number[] = [];
  /** Lowest fill while the stream was running, in frames. */
  minFill: number | undefined;
  readonly counter: XrunCounter;
  readonly #counts = new Float64Array(BINS + 1);
  #running = 0;
  #previous: StatusView | undefined;
  #firstMoveMs: number | undefined;
  #lastMoveMs: number | undefined;
  #moves = 0;
  #startMs: number | undefined;

  constructor(counter: XrunCounter) {
    this.counter = counter;
  }

  add(view: StatusView, nowMs: number): void {
    const { state, hwPtr } = view;
    const previous = this.#previous;
    this.#previous = view;
    this.#startMs ??= nowMs;
    this.counter.add({ state, hwPtr, boundary: view.params?.boundary ?? 0 });
    if (previous !== undefined && previous.hwPtr !== hwPtr) this.#addMove(nowMs);
    const { fill, params } = view;
    if (fill === null || params === null) return;
    const part = fill / params.bufferSize;
    this.fills.push(part);
    if (this.fills.length > MAX_FILLS) this.fills.shift();
    if (view.state !== 'RUNNING') return;
    this.minFill = Math.min(fill, this.minFill ?? fill);
    this.#counts[Math.round(part * BINS)]! += 1;
    this.#running++;
  }

  /** Part of the buffer below which the fill was in this part of the snapshots; NaN without any. */
  fillPercentile(part: number): number {
    let seen = 0;
    for (let bin = 0; bin <= BINS && this.#running > 0; bin++) {
      seen += this.#counts[bin]!;
      if (seen >= part * this.#running) return bin / BINS;
    }
    return Number.NaN;
  }

  /** Mean time between two moves of hw_ptr that were seen; NaN before the second. */
  get moveIntervalMs(): number {
    if (this.#moves < 2) return Number.NaN;
    return (this.#lastMoveMs! - this.#firstMoveMs!) / (this.#moves - 1);
  }

  /** Time since hw_ptr was seen to move. */
  restMs(nowMs: number): number {
    return nowMs - (this.#lastMoveMs ?? this.#startMs ?? nowMs);
  }

  #addMove(nowMs: number): void {
    this.#firstMoveMs ??= nowMs;
    this.#lastMoveMs = nowMs;
    this.#moves++;
  }
}
