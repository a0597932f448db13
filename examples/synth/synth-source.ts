import { type PcmParams, type SampleCodec, sampleCodec } from 'alsa-mmap';
import type { InPlaceSource, RawSamples } from 'alsa-mmap/direct';
import { limited } from './limiter.js';
import {
  ALL_NOTES_OFF,
  ALL_SOUND_OFF,
  type MidiInput,
  type MidiMessage,
  NO_MESSAGE,
  Status,
  THE_END,
} from './midi-message.js';
import { BLOCK_FRAMES, NoteBank } from './note-bank.js';

/**
 * Source of the synth: applies the messages that are due, renders, and writes into the ring
 * in place. It ends after its inputs have ended and the last note has faded.
 */
export class SynthSource implements InPlaceSource {
  readonly #codec: SampleCodec;
  readonly #bank: NoteBank;
  readonly #live: MidiInput;
  readonly #inputs: readonly MidiInput[];
  readonly #mix = new Float64Array(BLOCK_FRAMES);
  /** Number of frames rendered. */
  #frame = 0;
  #isOver = false;

  /**
   * @param live messages of another thread, including the request to end
   * @param inputs further sources; the synth ends when all of them have ended
   */
  constructor(
    { format, rateHz }: Pick<PcmParams, 'format' | 'rateHz'>,
    live: MidiInput,
    inputs: readonly MidiInput[],
  ) {
    this.#codec = sampleCodec(format);
    this.#bank = new NoteBank(rateHz);
    this.#live = live;
    this.#inputs = inputs;
  }

  get ended(): boolean {
    return this.#isOver && this.#bank.sounding === 0;
  }

  render(region: RawSamples): number {
    const { channels } = region;
    for (let from = 0; from < region.frames; ) {
      const frames = this.#renderMix(region.frames - from);
      for (let frame = 0; frame < frames; frame++) {
        const raw = this.#codec.fromNormalized(limited(this.#mix[frame]!));
        for (let channel = 0; channel < channels; channel++) {
          region.set(from + frame, channel, raw);
        }
      }
      from += frames;
    }
    return region.frames;
  }

  /** Renders up to `maxFrames` frames, not past the next message; returns their number. */
  #renderMix(maxFrames: number): number {
    const frames = Math.min(maxFrames, BLOCK_FRAMES, this.#takeMessages() - this.#frame);
    this.#mix.fill(0, 0, frames);
    this.#bank.render(this.#mix, frames);
    this.#frame += frames;
    return frames;
  }

  /** Applies the messages due now; returns the frame of the next known message. */
  #takeMessages(): number {
    let dueFrame = Number.POSITIVE_INFINITY;
    let open = 0;
    this.#takeFrom(this.#live);
    for (const input of this.#inputs) {
      this.#takeFrom(input);
      dueFrame = Math.min(dueFrame, input.dueFrame);
      if (!input.ended) open++;
    }
    if (this.#inputs.length > 0 && open === 0) this.#end();
    return dueFrame;
  }

  #takeFrom(input: MidiInput): void {
    let message = input.next(this.#frame);
    while (message !== NO_MESSAGE) {
      this.#obey(message);
      message = input.next(this.#frame);
    }
  }

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#bank.allOff();
  }

  #obey(message: MidiMessage): void {
    const channel = message & 0x0f;
    const data1 = (message >> 8) & 0x7f;
    const data2 = (message >> 16) & 0x7f;
    if (message === THE_END) {
      this.#end();
    } else if (this.#isOver) {
      return;
    } else if ((message & 0xf0) === Status.NOTE_ON) {
      this.#bank.noteOn(channel, data1, data2);
    } else if ((message & 0xf0) === Status.NOTE_OFF) {
      this.#bank.noteOff(channel, data1);
    } else if ((message & 0xf0) === Status.CONTROLLER) {
      if (data1 === ALL_NOTES_OFF || data1 === ALL_SOUND_OFF) this.#bank.allOff();
      else this.#bank.drawbars.control(data1, data2);
    }
  }
}
