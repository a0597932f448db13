/** The nine drawbars of an organ, by the length of their pipes in feet; 8' is the key's own pitch. */
export const FEET = [16, 16 / 3, 8, 4, 8 / 3, 2, 8 / 5, 4 / 3, 1] as const;
export const BARS = FEET.length;

/** How far each is drawn at the start, 0 to 1. */
export const FIRST_DRAWN: readonly number[] = [1, 0.75, 1, 0.75, 0, 0, 0, 0, 0.75];

/** The MIDI controller of each: those that a keyboard's knobs send most often. */
const CONTROLLERS = [1, 74, 71, 73, 75, 72, 91, 93, 10];
/** A controller's 127 draws its bar half out, which leaves room for chords. */
const CONTROLLER_SCALE = 255;

/** How far a bar moves at most: all the way in 10 ms. So a jump of the controller makes no click. */
const FULL_TRAVEL_SECONDS = 0.01;

/** How far the bars are drawn, and will be after the next frames: on their way to where they shall. */
export class Drawbars {
  readonly drawn = Float64Array.from(FIRST_DRAWN);
  readonly next = Float64Array.from(FIRST_DRAWN);
  readonly #wanted = Float64Array.from(FIRST_DRAWN);
  readonly #travelPerFrame: number;

  constructor(rateHz: number) {
    this.#travelPerFrame = 1 / (FULL_TRAVEL_SECONDS * rateHz);
  }

  /** @param value 0 to 1; the bar glides there */
  draw(bar: number, value: number): void {
    this.#wanted[bar] = value;
  }

  /** A MIDI controller's value, 0 to 127; false where it moves no bar. */
  control(controller: number, value: number): boolean {
    const bar = CONTROLLERS.indexOf(controller);
    if (bar < 0) return false;
    this.draw(bar, value / CONTROLLER_SCALE);
    return true;
  }

  /** The bars have come to `next`; from there they go on for `frames` frames. */
  move(frames: number): void {
    const most = frames * this.#travelPerFrame;
    for (let bar = 0; bar < BARS; bar++) {
      const drawn = this.next[bar]!;
      this.drawn[bar] = drawn;
      this.next[bar] = drawn + Math.max(-most, Math.min(most, this.#wanted[bar]! - drawn));
    }
  }
}
