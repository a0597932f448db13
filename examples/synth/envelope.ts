/** Maximum change of a level per frame. */
const STEEPEST = 0.002;
/** Minimum duration of a ramp: fast enough for an organ, slow enough not to click. */
const SHORTEST_SECONDS = 0.005;

const LEVEL = 0;
const TARGET = 1;
const STEP = 2;

/** Level of one note; moves in linear ramps to its target. */
export class Envelope {
  readonly #shortestFrames: number;
  /** A typed array stores changing numbers without boxing them. */
  readonly #now = new Float64Array(3);

  constructor(rateHz: number) {
    this.#shortestFrames = SHORTEST_SECONDS * rateHz;
  }

  /** Starts a ramp from the current level, so that a note interrupted in a ramp does not jump. */
  goTo(target: number): void {
    const way = target - this.#now[LEVEL]!;
    this.#now[TARGET] = target;
    this.#now[STEP] = Math.sign(way) * Math.min(STEEPEST, Math.abs(way) / this.#shortestFrames);
  }

  /** True if the level is 0 and stays 0. */
  get isOver(): boolean {
    return this.#now[LEVEL] === 0 && this.#now[TARGET] === 0;
  }

  /** Writes the next `frames` levels. */
  run(levels: Float64Array, frames: number): void {
    let level = this.#now[LEVEL]!;
    const target = this.#now[TARGET]!;
    const step = this.#now[STEP]!;
    let frame = 0;
    for (; frame < frames && level !== target; frame++) {
      levels[frame] = level;
      level += step;
      if (step > 0 ? level > target : level < target) level = target;
    }
    for (; frame < frames; frame++) levels[frame] = target;
    this.#now[LEVEL] = level;
  }
}
