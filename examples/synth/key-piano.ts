import { type MidiMessage, midiMessage, Status } from './midi-message.js';

/** Two rows of an English keyboard layout: white keys, with the black keys above them. */
const LOWER = 'zsxdcvgbhnjm,l.;/';
const UPPER = 'q2w3er5t6y7ui9o0p';
const LOWER_FIRST = 48;
const UPPER_FIRST = 60;
const VELOCITY = 90;
const HIGHEST_SHIFT = 3;

/**
 * Computer keyboard as a piano. A terminal reports key presses and repeats but no releases, so a
 * note lasts a fixed time after the last report of its key.
 */
export class KeyPiano {
  readonly #holdMs: number;
  readonly #endMs = new Map<number, number>();
  #octave = 0;

  constructor(holdMs: number) {
    this.#holdMs = holdMs;
  }

  /** Returns the notes of the typed characters; - and = shift the keys down and up by an octave. */
  press(typed: string, nowMs: number): MidiMessage[] {
    const messages: MidiMessage[] = [];
    for (const character of typed.toLowerCase()) {
      if (character === '-') this.#shift(-1);
      if (character === '=' || character === '+') this.#shift(1);
      const key = this.#keyOf(character);
      if (key === undefined) continue;
      if (!this.#endMs.has(key)) messages.push(midiMessage(Status.NOTE_ON, key, VELOCITY));
      this.#endMs.set(key, nowMs + this.#holdMs);
    }
    return messages;
  }

  /** Returns the releases that are due. */
  release(nowMs: number): MidiMessage[] {
    const messages: MidiMessage[] = [];
    for (const [key, endMs] of this.#endMs) {
      if (endMs > nowMs) continue;
      this.#endMs.delete(key);
      messages.push(midiMessage(Status.NOTE_OFF, key, 0));
    }
    return messages;
  }

  #shift(octaves: number): void {
    this.#octave = Math.max(-HIGHEST_SHIFT, Math.min(HIGHEST_SHIFT, this.#octave + octaves));
  }

  #keyOf(character: string): number | undefined {
    const lower = LOWER.indexOf(character);
    const upper = UPPER.indexOf(character);
    if (lower < 0 && upper < 0) return undefined;
    return (lower >= 0 ? LOWER_FIRST + lower : UPPER_FIRST + upper) + 12 * this.#octave;
  }
}
