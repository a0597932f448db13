/** Frames that the cable remembers, and the channels it has. */
const FRAMES = 1 << 15;
const CHANNELS = 64;
/** From being played to being there for the capture side: longer than the engines' time slices. */
export const CABLE_DELAY_FRAMES = 4096;

/**
 * The cable from a card's playback side to its capture side. Frames are numbered on the card's own
 * clock, so that either side may start at any time; samples travel on unit scale, exactly.
 */
export class LoopCable {
  readonly buffer: SharedArrayBuffer;
  readonly #numbers: Float64Array;
  readonly #samples: Float64Array;

  constructor(buffer = new SharedArrayBuffer(FRAMES * (CHANNELS + 1) * 8)) {
    this.buffer = buffer;
    this.#numbers = new Float64Array(buffer, 0, FRAMES);
    this.#samples = new Float64Array(buffer, FRAMES * 8);
  }

  /** Call it for each channel in turn, channel 0 first. */
  play(cardFrame: number, channel: number, value: number): void {
    const slot = cardFrame % FRAMES;
    const base = slot * CHANNELS;
    if (channel === 0) this.#samples.fill(0, base, base + CHANNELS);
    this.#numbers[slot] = cardFrame + 1;
    this.#samples[base + channel] = value;
  }

  /** What was played `CABLE_DELAY_FRAMES` before; silence where nothing was. */
  hear(cardFrame: number, channel: number): number {
    const played = cardFrame - CABLE_DELAY_FRAMES;
    const slot = played % FRAMES;
    if (played < 0 || this.#numbers[slot] !== played + 1) return 0;
    return this.#samples[slot * CHANNELS + channel]!;
  }
}
