/** The nine drawbars of an organ by pipe length in feet; 8' sounds at the pitch of the key. */
export const FEET = [16, 16 / 3, 8, 4, 8 / 3, 2, 8 / 5, 4 / 3, 1] as const;
export const BARS = FEET.length;

/** Initial position of each drawbar, 0 to 1. */
export const FIRST_DRAWN: readonly number[] = [1, 0.75, 1, 0.75, 0, 0, 0, 0, 0.75];

/** MIDI controller of each drawbar, chosen from those that keyboards commonly send. */
const CONTROLLERS = [1, 74, 71, 73, 75, 72, 91, 93, 10];
/** Controller value 127 draws its bar half out, which leaves headroom for chords. */
const CONTROLLER_SCALE = 255;

/** Minimum time for the full travel of a bar, so that a jump of the controller makes no click. */
const FULL_TRAVEL_SECONDS = 0.01;

/** Positions of the bars now and after the next frames, gliding to their targets. */
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

  /** Applies a MIDI controller's value, 0 to 127; returns false if it moves no bar. */
  control(controller: number, value: number): boolean {
    const bar = CONTROLLERS.indexOf(controller);
    if (bar < 0) return false;
    this.draw(bar, value / CONTROLLER_SCALE);
    return true;
  }

  /** Advances `drawn` to `next`, and `next` by `frames` frames. */
  move(frames: number): void {
    const maxTravel = frames * this.#travelPerFrame;
    for (let bar = 0; bar < BARS; bar++) {
      const drawn = this.next[bar]!;
      this.drawn[bar] = drawn;
      this.next[bar] =
        drawn + Math.max(-maxTravel, Math.min(maxTravel, this.#wanted[bar]! - drawn));
    }
  }
}
