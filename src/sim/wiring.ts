import type { SimConfig } from './config.js';
import type { LoopbackCable } from './loopback-cable.js';
import type { PlaybackDump } from './playback-dump.js';
import { type PlayedSample, playedSample } from './played-sample.js';
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
  readonly #played: PlayedSample;
  readonly #signalWriter: SignalWriter;
  readonly #readAhead: number;
  readonly #captureLag: number;

  constructor(
    memory: StreamMemory,
    ring: SimRing,
    streamParams: SimStreamParams,
    config: SimConfig,
    connections: SimConnections,
    framesPerNs: number,
  ) {
    this.#memory = memory;
    this.#ring = ring;
    this.#streamParams = streamParams;
    this.#connections = connections;
    this.#framesPerNs = framesPerNs;
    this.#played = playedSample(ring, streamParams, config.quirks);
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
    const { codec } = this.#ring;
    const { xruns } = this.#memory;
    if (cable !== undefined) {
      this.#eachSample(from, to, (cardFrame, offset, channel) => {
        cable.write(cardFrame, channel, codec.toNormalized(this.#played(offset, channel, xruns)));
      });
    }
    if (dump !== undefined) this.#writeDump(dump, from, to);
  }

  #writeToRing(from: number, to: number): void {
    const { cable } = this.#connections;
    const ring = this.#ring;
    if (cable === undefined) {
      const { firstStartNs, startFrames } = this.#memory;
      // The signal runs on while the stream does not: what was not captured is missing in it.
      this.#signalWriter.write(from, to, this.#cardFrames(firstStartNs) - startFrames);
    } else {
      this.#eachSample(from, to, (cardFrame, offset, channel) => {
        ring.set(offset, channel, ring.codec.fromNormalized(cable.read(cardFrame, channel)));
      });
    }
  }

  /** Visits the samples of the frames `from` to `to`, each at its offset in the ring. */
  #eachSample(
    from: number,
    to: number,
    visit: (cardFrame: number, offset: number, channel: number) => void,
  ): void {
    const { bufferSize, channels } = this.#streamParams;
    const { startFrames } = this.#memory;
    const cardStart = this.#cardFrames(this.#connections.epochNs);
    for (let frame = from; frame < to; frame++) {
      const cardFrame = cardStart - startFrames + frame;
      for (let channel = 0; channel < channels; channel++) {
        visit(cardFrame, frame % bufferSize, channel);
      }
    }
  }

  /** Frames of the card's clock from `fromNs` to the latest start. */
  #cardFrames(fromNs: number): number {
    return Math.round((this.#memory.startNs - fromNs) * this.#framesPerNs);
  }

  #writeDump(dump: PlaybackDump, from: number, to: number): void {
    const { bufferSize } = this.#streamParams;
    const { framesBeforePrepare, xruns } = this.#memory;
    for (let frame = from; frame < to; frame++) {
      const offset = frame % bufferSize;
      dump.writeFrame(framesBeforePrepare + frame, (channel) =>
        this.#played(offset, channel, xruns),
      );
    }
    dump.flush();
  }
}
