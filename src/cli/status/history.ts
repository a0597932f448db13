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
  /** Times that the stream was seen to enter XRUN. */
  xruns = 0;
  /** Times that hw_ptr was seen to step back without an XRUN in between. */
  restarts = 0;
  readonly #counts = new Float64Array(BINS + 1);
  #running = 0;
  #previous: StatusView | undefined;
  #firstMoveMs: number | undefined;
  #lastMoveMs: number | undefined;
  #moves = 0;
  #startMs: number | undefined;

  add(view: StatusView, nowMs: number): void {
    const previous = this.#previous;
    this.#previous = view;
    this.#startMs ??= nowMs;
    if (view.state === 'XRUN' && previous?.state !== 'XRUN') this.xruns++;
    if (previous !== undefined && previous.hwPtr !== view.hwPtr)
      this.#addMove(previous, view, nowMs);
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

  #addMove(previous: StatusView, view: StatusView, nowMs: number): void {
    const isRunning = previous.state === 'RUNNING' && view.state === 'RUNNING';
    const back = previous.hwPtr - view.hwPtr;
    // A wrap at the boundary is a large step back.
    if (isRunning && back > 0 && back < (view.params?.boundary ?? 0) / 2) this.restarts++;
    this.#firstMoveMs ??= nowMs;
    this.#lastMoveMs = nowMs;
    this.#moves++;
  }
}
