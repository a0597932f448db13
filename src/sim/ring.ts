import { type SampleCodec, type SampleView, sampleCodec } from '../audio/sample-codec.js';
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
    const { access, format, channels, bufferSize, slotBytes } = streamParams;
    this.#channels = channels;
    this.#bufferSize = bufferSize;
    this.codec = sampleCodec(format);
    const together = access === 'MMAP_INTERLEAVED' ? channels : 1;
    const frameBytes = together * format.bytes;
    const groupBytes = bufferSize * frameBytes;
    this.channelGroups = Array.from({ length: channels / together }, (_, index) => {
      const ring = rings[slotBytes > 0 ? index : 0]!;
      const byteOffset = slotBytes > 0 ? 0 : index * groupBytes;
      return {
        firstChannel: index,
        channels: together,
        frameBytes,
        bytes: new Uint8Array(ring, byteOffset, groupBytes),
        view: this.codec.view(ring, byteOffset, groupBytes),
      };
    });
  }

  get(offset: number, channel: number): number {
    const group = this.#groupOf(channel);
    return this.codec.get(group.view, this.#sampleIndex(group, offset, channel));
  }

  set(offset: number, channel: number, raw: number): void {
    const group = this.#groupOf(channel);
    this.codec.set(group.view, this.#sampleIndex(group, offset, channel), raw);
  }

  /** Silences `frames` frames from an offset on, wrapping at the end of the ring. */
  silence(offset: number, frames: number): void {
    for (let done = 0; done < frames; done++) {
      for (let channel = 0; channel < this.#channels; channel++) {
        this.set((offset + done) % this.#bufferSize, channel, this.codec.silence);
      }
    }
  }

  #groupOf(channel: number): ChannelGroup {
    return this.channelGroups[this.channelGroups.length === 1 ? 0 : channel]!;
  }

  #sampleIndex(group: ChannelGroup, offset: number, channel: number): number {
    return (offset * group.channels + channel - group.firstChannel) * this.codec.elements;
  }
}
