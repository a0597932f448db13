import type { CardMemory } from './card-memory.js';
import type { SimGeometry } from './geometry.js';
import type { HeardFile } from './heard-file.js';
import type { LoopCable } from './loop-cable.js';
import type { SimNature } from './nature.js';
import type { SimRing } from './ring.js';
import { SignalFill } from './signal-fill.js';

/** What a stream of the card is connected to. */
export interface SimWorld {
  readonly cable: LoopCable | undefined;
  /** When the card's own clock began, in nanoseconds. */
  readonly epochNs: number;
  readonly heard: HeardFile | undefined;
}

/** What moves frames between the ring of a stream and the world, as they are in the ring then. */
export class WorldSide {
  readonly #memory: CardMemory;
  readonly #ring: SimRing;
  readonly #geometry: SimGeometry;
  readonly #world: SimWorld;
  readonly #framesPerNs: number;
  readonly #signal: SignalFill;
  readonly #readAhead: number;
  readonly #stale: number;

  constructor(
    memory: CardMemory,
    ring: SimRing,
    geometry: SimGeometry,
    nature: SimNature,
    world: SimWorld,
    framesPerNs: number,
  ) {
    this.#memory = memory;
    this.#ring = ring;
    this.#geometry = geometry;
    this.#world = world;
    this.#framesPerNs = framesPerNs;
    this.#signal = new SignalFill(ring, nature.signal, geometry.rateHz);
    this.#readAhead = nature.readAhead;
    this.#stale = nature.stale;
  }

  /** The stream starts at a frame: the hardware has fetched ahead by then. */
  start(frame: number): void {
    if (this.#geometry.direction === 'playback') this.#fetch(frame, frame + this.#readAhead);
  }

  /** The stream goes from one frame to another; what it moves may be ahead of that, or behind. */
  move(from: number, to: number): void {
    if (this.#geometry.direction === 'playback') {
      this.#fetch(from + this.#readAhead, to + this.#readAhead);
    } else {
      this.#store(Math.max(0, from - this.#stale), Math.max(0, to - this.#stale));
    }
  }

  #fetch(from: number, to: number): void {
    const { cable, heard } = this.#world;
    if (cable !== undefined) this.#play(cable, from, to);
    if (heard !== undefined) this.#keep(heard, from, to);
  }

  #store(from: number, to: number): void {
    const { cable } = this.#world;
    if (cable === undefined) this.#signal.fill(from, to);
    else this.#hear(cable, from, to);
  }

  #hear(cable: LoopCable, from: number, to: number): void {
    const { bufferSize, channels } = this.#geometry;
    const { codec } = this.#ring;
    const cardFrame = this.#cardFrame();
    for (let frame = from; frame < to; frame++) {
      for (let channel = 0; channel < channels; channel++) {
        const value = cable.hear(cardFrame + frame, channel);
        this.#ring.set(frame % bufferSize, channel, codec.fromNormalized(value));
      }
    }
  }

  #play(cable: LoopCable, from: number, to: number): void {
    const { bufferSize, channels } = this.#geometry;
    const { codec } = this.#ring;
    const cardFrame = this.#cardFrame();
    for (let frame = from; frame < to; frame++) {
      for (let channel = 0; channel < channels; channel++) {
        const value = codec.toNormalized(this.#ring.get(frame % bufferSize, channel));
        cable.play(cardFrame + frame, channel, value);
      }
    }
  }

  #keep(heard: HeardFile, from: number, to: number): void {
    const { bufferSize } = this.#geometry;
    const { earlier } = this.#memory;
    for (let frame = from; frame < to; frame++) {
      const place = frame % bufferSize;
      heard.play(earlier + frame, (channel) => this.#ring.get(place, channel));
    }
    heard.flush();
  }

  /** Which frame of the card's own count the stream's frame 0 is. */
  #cardFrame(): number {
    const { startNs, startFrames } = this.#memory;
    return Math.round((startNs - this.#world.epochNs) * this.#framesPerNs) - startFrames;
  }
}
