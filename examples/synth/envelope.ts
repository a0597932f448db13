/** A level changes by this much a frame at most... */
const STEEPEST = 0.002;
/** ...and takes this long at least: quick enough for an organ, slow enough not to click. */
const SHORTEST_SECONDS = 0.005;

const LEVEL = 0;
const TARGET = 1;
const STEP = 2;

/** The level of one note: even ramps from where it is to where it is to go. */
export class Envelope {
  readonly #shortestFrames: number;
  /** In an array, where a number that changes is stored without an object for it. */
  readonly #now = new Float64Array(3);

  constructor(rateHz: number) {
    this.#shortestFrames = SHORTEST_SECONDS * rateHz;
  }

  /** From where it is now: a note struck or released in the middle of a ramp makes no jump. */
  goTo(target: number): void {
    const way = target - this.#now[LEVEL]!;
    this.#now[TARGET] = target;
    this.#now[STEP] = Math.sign(way) * Math.min(STEEPEST, Math.abs(way) / this.#shortestFrames);
  }

  /** Nothing is heard, nor will be. */
  get isOver(): boolean {
    return this.#now[LEVEL] === 0 && this.#now[TARGET] === 0;
  }

  /** The next `frames` levels. */
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
