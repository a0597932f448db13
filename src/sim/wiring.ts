import type { SimConfig } from './config.js';
import type { LoopbackCable } from './loopback-cable.js';
import type { PlaybackDump } from './playback-dump.js';
import type { SimRing } from './ring.js';
import { SignalWriter } from './signal-writer.js';
import type { StreamMemory } from './stream-memory.js';
import type { SimStreamParams } from './stream-params.js';

/** Connections of a stream: cable, captured signal, dump file. */
export interface SimConnections {
  readonly cable: LoopbackCable | undefined;
  /** Time at which the card's own clock began, in nanoseconds. */
  readonly epochNs: number;
  readonly dump: PlaybackDump | undefined;
}

/** Moves frames between the ring of a stream and its connections. */
export class SimWiring {
  readonly #memory: StreamMemory;
  readonly #ring: SimRing;
  readonly #streamParams: SimStreamParams;
  readonly #connections: SimConnections;
  readonly #framesPerNs: number;
  readonly #signalWriter: SignalWriter;
  readonly #readAhead: number;
  readonly #captureLag: number;

  constructor(
    memory: StreamMemory,
    ring: SimRing,
    streamParams: SimStreamParams,
    config: SimConfig,
    world: SimConnections,
    framesPerNs: number,
  ) {
    this.#memory = memory;
    this.#ring = ring;
    this.#streamParams = streamParams;
    this.#connections = world;
    this.#framesPerNs = framesPerNs;
    this.#signalWriter = new SignalWriter(ring, config.signal, streamParams.rateHz);
    this.#readAhead = config.readAhead;
    this.#captureLag = config.captureLag;
  }

  /** Begins a stream at a frame: the hardware has already fetched ahead. */
  prefetch(frame: number): void {
    if (this.#streamParams.direction === 'playback')
      this.#readFromRing(frame, frame + this.#readAhead);
  }

  /** Moves the frames `from` to `to`, shifted by read-ahead or capture lag. */
  transfer(from: number, to: number): void {
    if (this.#streamParams.direction === 'playback') {
      this.#readFromRing(from + this.#readAhead, to + this.#readAhead);
    } else {
      this.#writeToRing(Math.max(0, from - this.#captureLag), Math.max(0, to - this.#captureLag));
    }
  }

  #readFromRing(from: number, to: number): void {
    const { cable, dump } = this.#connections;
    if (cable !== undefined) this.#playIntoCable(cable, from, to);
    if (dump !== undefined) this.#writeDump(dump, from, to);
  }

  #writeToRing(from: number, to: number): void {
    const { cable } = this.#connections;
    if (cable === undefined) this.#signalWriter.write(from, to);
    else this.#captureFromCable(cable, from, to);
  }

  #captureFromCable(cable: LoopbackCable, from: number, to: number): void {
    const { bufferSize, channels } = this.#streamParams;
    const { codec } = this.#ring;
    const cardFrame = this.#cardFrameOffset();
    for (let frame = from; frame < to; frame++) {
      for (let channel = 0; channel < channels; channel++) {
        const value = cable.read(cardFrame + frame, channel);
        this.#ring.set(frame % bufferSize, channel, codec.fromNormalized(value));
      }
    }
  }

  #playIntoCable(cable: LoopbackCable, from: number, to: number): void {
    const { bufferSize, channels } = this.#streamParams;
    const { codec } = this.#ring;
    const cardFrame = this.#cardFrameOffset();
    for (let frame = from; frame < to; frame++) {
      for (let channel = 0; channel < channels; channel++) {
        const value = codec.toNormalized(this.#ring.get(frame % bufferSize, channel));
        cable.write(cardFrame + frame, channel, value);
      }
    }
  }

  #writeDump(heard: PlaybackDump, from: number, to: number): void {
    const { bufferSize } = this.#streamParams;
    const { framesBeforePrepare } = this.#memory;
    for (let frame = from; frame < to; frame++) {
      const place = frame % bufferSize;
      heard.writeFrame(framesBeforePrepare + frame, (channel) => this.#ring.get(place, channel));
    }
    heard.flush();
  }

  /** Card frame of the stream's frame 0. */
  #cardFrameOffset(): number {
    const { startNs, startFrames } = this.#memory;
    return Math.round((startNs - this.#connections.epochNs) * this.#framesPerNs) - startFrames;
  }
}
