import { type SampleCodec, type SampleView, sampleCodec } from '../audio/sample-codec.js';
import { findFormat } from '../device/format.js';
import type { SimStreamParams } from './stream-params.js';

/** Channels stored side by side, frame after frame: all of them, or one. */
export interface ChannelGroup {
  readonly firstChannel: number;
  readonly channels: number;
  readonly frameBytes: number;
  /** The whole buffer of these channels. */
  readonly bytes: Uint8Array;
  readonly view: SampleView;
}

/** Samples of a ring, by offset and channel, as raw values. */
export class SimRing {
  readonly codec: SampleCodec;
  /** One group, or one per channel if each has its own memory. */
  readonly channelGroups: readonly ChannelGroup[];
  readonly #channels: number;
  readonly #bufferSize: number;

  constructor(streamParams: SimStreamParams, rings: readonly SharedArrayBuffer[]) {
    const { interleaved, channels, bufferSize, slotBytes } = streamParams;
    this.#channels = channels;
    this.#bufferSize = bufferSize;
    const format = findFormat(streamParams.format)!;
    this.codec = sampleCodec(format);
    const together = interleaved ? channels : 1;
    const frameBytes = together * format.bytes;
    const laneBytes = bufferSize * frameBytes;
    this.channelGroups = Array.from({ length: channels / together }, (_, lane) => {
      const ring = rings[slotBytes > 0 ? lane : 0]!;
      const offset = slotBytes > 0 ? 0 : lane * laneBytes;
      return {
        firstChannel: lane,
        channels: together,
        frameBytes,
        bytes: new Uint8Array(ring, offset, laneBytes),
        view: this.codec.view(ring, offset, laneBytes),
      };
    });
  }

  get(place: number, channel: number): number {
    const lane = this.#groupOf(channel);
    return this.codec.get(lane.view, this.#sampleIndex(lane, place, channel));
  }

  set(place: number, channel: number, raw: number): void {
    const lane = this.#groupOf(channel);
    this.codec.set(lane.view, this.#sampleIndex(lane, place, channel), raw);
  }

  /** Silences `frames` frames from an offset on, wrapping at the end of the ring. */
  silence(place: number, frames: number): void {
    for (let done = 0; done < frames; done++) {
      for (let channel = 0; channel < this.#channels; channel++) {
        this.set((place + done) % this.#bufferSize, channel, this.codec.silence);
      }
    }
  }

  #groupOf(channel: number): ChannelGroup {
    return this.channelGroups.length === 1 ? this.channelGroups[0]! : this.channelGroups[channel]!;
  }

  #sampleIndex(lane: ChannelGroup, place: number, channel: number): number {
    return (place * lane.channels + channel - lane.firstChannel) * this.codec.elements;
  }
}
