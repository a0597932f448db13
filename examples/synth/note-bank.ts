import { BARS, Drawbars, FEET } from './drawbars.js';
import { Envelope } from './envelope.js';
import { Oscillators } from './oscillators.js';

export const OSCILLATORS = 256;
/** Maximum number of notes, each with nine sines. */
export const NOTES = Math.floor(OSCILLATORS / BARS);
/** Maximum frames rendered at a time. */
export const BLOCK_FRAMES = 128;

const FREE = -1;

/**
 * Sounding notes, each with nine sines (one per drawbar) and one envelope. If all slots are used, a
 * new note replaces the oldest fading note, or else the oldest. Its sines are retuned without a
 * phase jump, which makes no click.
 */
export class NoteBank {
  readonly drawbars: Drawbars;
  readonly #oscillators: Oscillators;
  readonly #envelopes: readonly Envelope[];
  /** Key of each slot (channel x 128 + key), or FREE. */
  readonly #keys = new Int32Array(NOTES).fill(FREE);
  readonly #held = new Uint8Array(NOTES);
  /** Sequence number of the note in each slot. */
  readonly #struck = new Float64Array(NOTES);
  readonly #levels = new Float64Array(BLOCK_FRAMES);
  #strikes = 0;

  constructor(rateHz: number) {
    this.drawbars = new Drawbars(rateHz);
    this.#oscillators = new Oscillators(OSCILLATORS, rateHz);
    this.#envelopes = Array.from({ length: NOTES }, () => new Envelope(rateHz));
  }

  /** Number of sounding notes. */
  get sounding(): number {
    let count = 0;
    for (let place = 0; place < NOTES; place++) if (this.#keys[place] !== FREE) count++;
    return count;
  }

  /** @param velocity 0 to 127; 0 is a release */
  noteOn(channel: number, key: number, velocity: number): void {
    if (velocity === 0) {
      this.noteOff(channel, key);
      return;
    }
    const id = channel * 128 + key;
    const sounding = this.#keys.indexOf(id);
    const place = sounding >= 0 ? sounding : this.#placeFor();
    if (sounding < 0) this.#tune(place, key);
    this.#keys[place] = id;
    this.#held[place] = 1;
    this.#struck[place] = ++this.#strikes;
    this.#envelopes[place]!.goTo((velocity + 64) / 2048);
  }

  noteOff(channel: number, key: number): void {
    const place = this.#keys.indexOf(channel * 128 + key);
    if (place >= 0) this.#release(place);
  }

  allOff(): void {
    for (let place = 0; place < NOTES; place++) {
      if (this.#keys[place] !== FREE) this.#release(place);
    }
  }

  /** Adds up to BLOCK_FRAMES frames to `mix`. */
  render(mix: Float64Array, frames: number): void {
    this.drawbars.move(frames);
    for (let place = 0; place < NOTES; place++) {
      if (this.#keys[place] !== FREE) this.#renderNote(place, mix, frames);
    }
  }

  #renderNote(place: number, mix: Float64Array, frames: number): void {
    const envelope = this.#envelopes[place]!;
    envelope.run(this.#levels, frames);
    const { drawn, next } = this.drawbars;
    for (let bar = 0; bar < BARS; bar++) {
      if (drawn[bar] === 0 && next[bar] === 0) continue;
      this.#oscillators.add(place * BARS + bar, mix, this.#levels, frames, this.drawbars, bar);
    }
    if (envelope.isOver) this.#keys[place] = FREE;
  }

  #release(place: number): void {
    if (this.#held[place] === 0) return;
    this.#held[place] = 0;
    this.#envelopes[place]!.goTo(0);
  }

  /** Returns a free slot with its sines reset, or the slot of a note to replace. */
  #placeFor(): number {
    const free = this.#keys.indexOf(FREE);
    if (free < 0) return this.#oldest();
    for (let bar = 0; bar < BARS; bar++) this.#oscillators.reset(free * BARS + bar);
    return free;
  }

  #oldest(): number {
    let oldest = 0;
    for (let place = 1; place < NOTES; place++) {
      const held = this.#held[place]! - this.#held[oldest]!;
      if (held < 0 || (held === 0 && this.#struck[place]! < this.#struck[oldest]!)) oldest = place;
    }
    return oldest;
  }

  #tune(place: number, key: number): void {
    const freqHz = 440 * 2 ** ((key - 69) / 12);
    for (let bar = 0; bar < BARS; bar++) {
      this.#oscillators.tune(place * BARS + bar, (freqHz * 8) / FEET[bar]!);
    }
  }
}
