/** A level changes by this much a frame at most... */
const STEEPEST = 0.002;
/** ...and takes this long at least: quick enough for an organ, slow enough not to click. */
const SHORTEST_SECONDS = 0.005;

/** The level of one note: even ramps from where it is to where it is to go. */
export class Envelope {
  readonly #shortestFrames: number;
  #level = 0;
  #target = 0;
  #step = 0;

  constructor(rateHz: number) {
    this.#shortestFrames = SHORTEST_SECONDS * rateHz;
  }

  /** From where it is now: a note struck or released in the middle of a ramp makes no jump. */
  goTo(target: number): void {
    const way = target - this.#level;
    this.#target = target;
    this.#step = Math.sign(way) * Math.min(STEEPEST, Math.abs(way) / this.#shortestFrames);
  }

  /** Nothing is heard, nor will be. */
  get isOver(): boolean {
    return this.#level === 0 && this.#target === 0;
  }

  /** The next `frames` levels. */
  run(levels: Float64Array, frames: number): void {
    let level = this.#level;
    const target = this.#target;
    const step = this.#step;
    let frame = 0;
    for (; frame < frames && level !== target; frame++) {
      levels[frame] = level;
      level += step;
      if (step > 0 ? level > target : level < target) level = target;
    }
    levels.fill(target, frame, frames);
    this.#level = level;
  }
}
