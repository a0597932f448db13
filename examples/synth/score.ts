import type { MidiFile } from './midi-file.js';
import { type MidiInput, type MidiMessage, NO_MESSAGE } from './midi-message.js';

/** Messages of a MIDI file with their frames, for the thread that plays them. */
export interface ScoreData {
  readonly frames: Float64Array;
  readonly messages: Int32Array;
  readonly endFrame: number;
}

/** Channel 10 is percussion, which is ignored. */
const DRUMS = 9;

export function scoreOf({ messages, endSeconds }: MidiFile, rateHz: number): ScoreData {
  const played = messages.filter(({ message }) => (message & 0x0f) !== DRUMS);
  return {
    frames: Float64Array.from(played, ({ seconds }) => Math.round(seconds * rateHz)),
    messages: Int32Array.from(played, ({ message }) => message),
    endFrame: Math.round(endSeconds * rateHz),
  };
}

/** Plays a MIDI file with each message at its exact frame. */
export class Score implements MidiInput {
  readonly #data: ScoreData;
  #next = 0;
  #frame = 0;

  constructor(data: ScoreData) {
    this.#data = data;
  }

  next(frame: number): MidiMessage {
    this.#frame = frame;
    if (this.#next === this.#data.frames.length || this.dueFrame > frame) return NO_MESSAGE;
    return this.#data.messages[this.#next++]!;
  }

  get dueFrame(): number {
    if (this.#next < this.#data.frames.length) return this.#data.frames[this.#next]!;
    return this.ended ? Number.POSITIVE_INFINITY : this.#data.endFrame;
  }

  get ended(): boolean {
    return this.#next === this.#data.frames.length && this.#frame >= this.#data.endFrame;
  }
}
