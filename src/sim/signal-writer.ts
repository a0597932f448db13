import type { SimSignal } from './config.js';
import type { ChannelGroup, SimRing } from './ring.js';
import { type SignalFunction, signalFunction, signalRepeatFrames } from './signal.js';

/** Short signals are repeated in the table, so that each copy is worth its call. */
const MIN_TABLE_FRAMES = 1024;
/** A longer signal is computed sample by sample. */
const MAX_TABLE_BYTES = 1 << 24;

/**
 * Writes the captured signal into the ring. A periodic signal is computed once, in the ring's own
 * format, and copied from then on, so that many channels at high speed cost no more than a copy.
 */
export class SignalWriter {
  readonly #ring: SimRing;
  readonly #signal: SignalFunction;
  readonly #bufferSize: number;
  /** Frames in the tables; 0 if the signal does not repeat soon enough. */
  readonly #tableFrames: number;
  #tables: readonly Uint8Array[] | undefined;

  constructor(ring: SimRing, signal: SimSignal, rateHz: number) {
    const { codec, channelGroups } = ring;
    const channels = channelGroups.reduce((sum, group) => sum + group.channels, 0);
    this.#ring = ring;
    this.#signal = signalFunction(signal, codec, rateHz);
    this.#bufferSize = channelGroups[0]!.bytes.length / channelGroups[0]!.frameBytes;
    const repeat = signalRepeatFrames(signal, rateHz);
    const frames = repeat * Math.max(1, Math.ceil(MIN_TABLE_FRAMES / repeat));
    const fits = frames * channels * codec.format.bytes <= MAX_TABLE_BYTES;
    this.#tableFrames = fits ? frames : 0;
  }

  /**
   * Writes the frames `from` to `to` of the stream; of frames at the same offset, the last stays.
   * @param shift frames by which the signal is ahead of the stream
   */
  write(from: number, to: number, shift = 0): void {
    const { channelGroups } = this.#ring;
    if (this.#tableFrames > 0) this.#tables ??= channelGroups.map(this.#buildTable);
    const tables = this.#tables;
    let frame = Math.max(from, to - this.#bufferSize);
    while (frame < to) {
      const offset = frame % this.#bufferSize;
      const inTable = tables === undefined ? 0 : (frame + shift) % this.#tableFrames;
      const left = tables === undefined ? to - frame : this.#tableFrames - inTable;
      const count = Math.min(to - frame, this.#bufferSize - offset, left);
      for (let index = 0; index < channelGroups.length; index++) {
        const group = channelGroups[index]!;
        if (tables === undefined) this.#computeSamples(group, offset, frame + shift, count);
        else {
          const { frameBytes } = group;
          const bytes = tables[index]!.subarray(
            inTable * frameBytes,
            (inTable + count) * frameBytes,
          );
          group.bytes.set(bytes, offset * frameBytes);
        }
      }
      frame += count;
    }
  }

  readonly #buildTable = (group: ChannelGroup): Uint8Array => {
    const bytes = new Uint8Array(this.#tableFrames * group.frameBytes);
    const view = this.#ring.codec.view(bytes.buffer, 0, bytes.length);
    this.#computeSamples({ ...group, bytes, view }, 0, 0, this.#tableFrames);
    return bytes;
  };

  #computeSamples(group: ChannelGroup, offset: number, frame: number, frames: number): void {
    const { codec } = this.#ring;
    const { view, firstChannel, channels } = group;
    let index = offset * channels * codec.elements;
    for (let nth = 0; nth < frames; nth++) {
      for (let channel = 0; channel < channels; channel++, index += codec.elements) {
        codec.set(view, index, this.#signal(frame + nth, firstChannel + channel));
      }
    }
  }
}
