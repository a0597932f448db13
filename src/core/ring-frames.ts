import type { SampleCodec } from '../audio/sample-codec.js';
import { AlsaMmapError } from '../device/errors.js';
import { type ChannelArea, type UnitView, unitBytes, unitView } from './channel-area.js';
import { FrameCopier } from './frame-copier.js';

/** Whole frames of a ring, copied to and from interleaved bytes of its own format, and silenced. */
export class RingFrames {
  readonly #codec: SampleCodec;
  readonly #areas: readonly ChannelArea[];
  /** Where all channels of a frame lie side by side. */
  readonly #interleaved: FrameCopier | undefined;
  /** Bytes of a unit, and units of a sample. */
  readonly #unitBytes: number;
  readonly #unitsPerSample: number;
  /** What every unit of a silent sample is; undefined where they differ. */
  readonly #silenceUnit: number | undefined;
  /** Over the memory that was copied to or from last. */
  #linearUnits: UnitView = new Uint8Array(0);

  /** @param ring where all channels of a frame lie side by side: from its first frame on */
  constructor(codec: SampleCodec, areas: readonly ChannelArea[], ring?: ArrayBufferLike) {
    this.#codec = codec;
    this.#areas = areas;
    const frameBytes = areas.length * codec.format.bytes;
    this.#interleaved = ring === undefined ? undefined : new FrameCopier(ring, frameBytes);
    this.#unitBytes = unitBytes(codec.format);
    this.#unitsPerSample = codec.format.bytes / this.#unitBytes;
    this.#silenceUnit = silenceUnitFor(codec);
  }

  copyOut(place: number, frames: number, target: Uint8Array, targetByte: number): void {
    if (this.#interleaved !== undefined) {
      this.#interleaved.copyOut(place, frames, target, targetByte);
      return;
    }
    const others = this.#linearView(target);
    const start = this.#startUnit(target, targetByte);
    const count = this.#unitsPerSample;
    const frameUnits = this.#areas.length * count;
    for (let channel = 0; channel < this.#areas.length; channel++) {
      const { units, firstUnit, stepUnits } = this.#areas[channel]!;
      let from = firstUnit + place * stepUnits;
      let to = start + channel * count;
      for (let frame = 0; frame < frames; frame++, from += stepUnits, to += frameUnits) {
        for (let unit = 0; unit < count; unit++) others[to + unit] = units[from + unit]!;
      }
    }
  }

  copyIn(place: number, frames: number, source: Uint8Array, sourceByte: number): void {
    if (this.#interleaved !== undefined) {
      this.#interleaved.copyIn(place, frames, source, sourceByte);
      return;
    }
    const others = this.#linearView(source);
    const start = this.#startUnit(source, sourceByte);
    const count = this.#unitsPerSample;
    const frameUnits = this.#areas.length * count;
    for (let channel = 0; channel < this.#areas.length; channel++) {
      const { units, firstUnit, stepUnits } = this.#areas[channel]!;
      let from = start + channel * count;
      let to = firstUnit + place * stepUnits;
      for (let frame = 0; frame < frames; frame++, from += frameUnits, to += stepUnits) {
        for (let unit = 0; unit < count; unit++) units[to + unit] = others[from + unit]!;
      }
    }
  }

  fillSilence(place: number, frames: number): void {
    if (this.#interleaved !== undefined && this.#silenceUnit !== undefined) {
      const frameUnits = this.#areas.length * this.#unitsPerSample;
      const { units } = this.#areas[0]!;
      units.fill(this.#silenceUnit, place * frameUnits, (place + frames) * frameUnits);
      return;
    }
    for (const area of this.#areas) this.#silenceChannel(area, place, frames);
  }

  #silenceChannel(area: ChannelArea, place: number, frames: number): void {
    const { view, first, step, units, firstUnit, stepUnits } = area;
    if (stepUnits === this.#unitsPerSample && this.#silenceUnit !== undefined) {
      const from = firstUnit + place * stepUnits;
      units.fill(this.#silenceUnit, from, from + frames * stepUnits);
      return;
    }
    const { silence } = this.#codec;
    const end = first + (place + frames) * step;
    for (let at = first + place * step; at < end; at += step) this.#codec.set(view, at, silence);
  }

  /** It is the same memory turn after turn: the view is made once. */
  #linearView({ buffer }: Uint8Array): UnitView {
    if (this.#linearUnits.buffer !== buffer)
      this.#linearUnits = unitView(buffer, this.#codec.format);
    return this.#linearUnits;
  }

  #startUnit({ byteOffset }: Uint8Array, byte: number): number {
    const start = (byteOffset + byte) / this.#unitBytes;
    if (Number.isInteger(start)) return start;
    throw new AlsaMmapError(
      'RANGE',
      `${this.#codec.format.name} samples cannot start at byte ${byteOffset + byte}: ` +
        `give a multiple of ${this.#unitBytes}`,
    );
  }
}

function silenceUnitFor(codec: SampleCodec): number | undefined {
  const sample = new ArrayBuffer(codec.format.bytes);
  codec.set(codec.view(sample, 0, sample.byteLength), 0, codec.silence);
  const [unit, ...rest] = unitView(sample, codec.format);
  return rest.every((other) => other === unit) ? unit : undefined;
}
