import { type SampleCodec, type SampleView, sampleCodec } from '../audio/codec.js';
import { AlsaMmapError } from '../device/errors.js';
import type { ChannelInfo, PcmDevice } from '../device/pcm-device.js';
import { DriverMemory } from './driver-memory.js';
import { closedError } from './pointer-word.js';

/** Where one channel's samples lie in its view, in elements of the view. */
interface ChannelArea {
  readonly view: SampleView;
  readonly first: number;
  readonly step: number;
}

/**
 * The DMA ring (the seed's part 1.7): where every sample of every channel lies, as CHANNEL_INFO
 * tells it, interleaved or not. Channels with the same offset share one mapping.
 *
 * It is addressed by place in the ring, 0 to bufferSize - 1, never by pointer.
 */
export class SampleData {
  readonly codec: SampleCodec;
  readonly channels: number;
  readonly bufferSize: number;
  /** All channels of a frame lie side by side in one area, so frames can be copied as bytes. */
  readonly contiguous: boolean;
  /** Where capture samples lie a store would end the process: the memory is read-only. */
  readonly #writable: boolean;
  readonly #onGone: () => void;
  #areas: ChannelArea[] = [];
  readonly #memories: DriverMemory[] = [];
  #bytes: Uint8Array;

  /**
   * @param onGone called when the memory goes, by `close` or because the device was closed
   * @throws UNSUPPORTED where the ring is not shared, or lies in a way that cannot be addressed
   */
  constructor(device: PcmDevice, onGone: () => void = () => {}) {
    const { params } = device;
    this.#onGone = onGone;
    this.#writable = params.direction === 'playback';
    this.codec = sampleCodec(params.format);
    this.channels = params.channels;
    this.bufferSize = params.bufferSize;
    const infos = Array.from({ length: this.channels }, (_, channel) =>
      device.channelInfo(channel),
    );
    try {
      const buffers = this.#map(device, infos);
      this.#areas = infos.map((info) => this.#area(buffers.get(info.offsetBytes)!, info));
      this.#bytes = new Uint8Array(buffers.get(infos[0]!.offsetBytes)!);
    } catch (error) {
      this.close();
      throw error;
    }
    const { elements } = this.codec;
    this.contiguous = this.#areas.every(
      ({ first, step }, channel) =>
        infos[channel]!.offsetBytes === infos[0]!.offsetBytes &&
        first === channel * elements &&
        step === this.channels * elements,
    );
  }

  /**
   * The raw sample at a place in the ring.
   * @throws CLOSED after the memory went
   */
  get(place: number, channel: number): number {
    const area = this.#areas[channel];
    if (area === undefined) this.#refuse(channel);
    return this.codec.get(area.view, area.first + place * area.step);
  }

  /** @throws CLOSED after the memory went, RANGE in a capture ring */
  set(place: number, channel: number, raw: number): void {
    const area = this.#areas[channel];
    if (area === undefined || !this.#writable) this.#refuse(channel);
    this.codec.set(area.view, area.first + place * area.step, raw);
  }

  /**
   * Copies frames out of the ring, interleaved, in the ring's own format.
   * @param target has room for frames x channels x format.bytes from `targetByte` on
   * @throws CLOSED after the memory went
   */
  copyOut(place: number, frames: number, target: Uint8Array, targetByte: number): void {
    if (this.#areas.length === 0) throw closedError();
    const frameBytes = this.channels * this.codec.format.bytes;
    if (this.contiguous) {
      const from = place * frameBytes;
      target.set(this.#bytes.subarray(from, from + frames * frameBytes), targetByte);
      return;
    }
    const { elements } = this.codec;
    const view = this.codec.view(
      target.buffer,
      target.byteOffset + targetByte,
      frames * frameBytes,
    );
    for (let channel = 0; channel < this.channels; channel++) {
      const area = this.#areas[channel]!;
      let from = area.first + place * area.step;
      for (let frame = 0; frame < frames; frame++, from += area.step) {
        const to = (frame * this.channels + channel) * elements;
        for (let element = 0; element < elements; element++) {
          view[to + element] = area.view[from + element]!;
        }
      }
    }
  }

  /**
   * Copies frames into the ring from interleaved bytes of the ring's own format.
   * @param source has frames x channels x format.bytes from `sourceByte` on
   * @throws CLOSED after the memory went, RANGE in a capture ring
   */
  copyIn(place: number, frames: number, source: Uint8Array, sourceByte: number): void {
    if (!this.#writable || this.#areas.length === 0) this.#refuse(0);
    const frameBytes = this.channels * this.codec.format.bytes;
    if (this.contiguous) {
      const bytes = source.subarray(sourceByte, sourceByte + frames * frameBytes);
      this.#bytes.set(bytes, place * frameBytes);
      return;
    }
    const { elements } = this.codec;
    const view = this.codec.view(
      source.buffer,
      source.byteOffset + sourceByte,
      frames * frameBytes,
    );
    for (let channel = 0; channel < this.channels; channel++) {
      const area = this.#areas[channel]!;
      let to = area.first + place * area.step;
      for (let frame = 0; frame < frames; frame++, to += area.step) {
        const from = (frame * this.channels + channel) * elements;
        for (let element = 0; element < elements; element++) {
          area.view[to + element] = view[from + element]!;
        }
      }
    }
  }

  close(): void {
    for (const memory of this.#memories.splice(0)) memory.close();
  }

  #map(device: PcmDevice, infos: readonly ChannelInfo[]): Map<number, ArrayBufferLike> {
    const lengths = new Map<number, number>();
    for (const info of infos) {
      const length = this.#bytesOf(info);
      lengths.set(info.offsetBytes, Math.max(length, lengths.get(info.offsetBytes) ?? 0));
    }
    const buffers = new Map<number, ArrayBufferLike>();
    for (const [offset, length] of lengths) {
      const mapping = device.mapSamples(offset, length);
      if (mapping.kind === 'refused') {
        throw new AlsaMmapError(
          'UNSUPPORTED',
          `${device.identity.name}: the ring cannot be mapped: ${mapping.reason}`,
          { errno: mapping.errno, syscall: 'mmap', device: device.identity.name },
        );
      }
      this.#memories.push(new DriverMemory(mapping, length, () => this.#forget()));
      buffers.set(offset, mapping.buffer);
    }
    return buffers;
  }

  /** Bytes from the mapping's start to the end of the channel's last sample. */
  #bytesOf({ firstBits, stepBits, offsetBytes }: ChannelInfo): number {
    const sampleBits = this.codec.format.bytes * 8;
    const elementBits = sampleBits / this.codec.elements;
    if (offsetBytes < 0 || firstBits % elementBits !== 0 || stepBits % elementBits !== 0) {
      throw new AlsaMmapError(
        'UNSUPPORTED',
        `samples of ${this.codec.format.name} lie at offset ${offsetBytes}, first bit ${firstBits}, ` +
          `step ${stepBits} bits: no whole ${elementBits}-bit elements`,
      );
    }
    return Math.ceil((firstBits + stepBits * (this.bufferSize - 1) + sampleBits) / 8);
  }

  #area(buffer: ArrayBufferLike, info: ChannelInfo): ChannelArea {
    const elementBits = (this.codec.format.bytes * 8) / this.codec.elements;
    return {
      view: this.codec.view(buffer, 0, buffer.byteLength),
      first: info.firstBits / elementBits,
      step: info.stepBits / elementBits,
    };
  }

  #forget(): void {
    this.#bytes = new Uint8Array(0);
    this.#areas = [];
    this.#onGone();
  }

  #refuse(channel: number): never {
    if (this.#areas.length === 0) throw closedError();
    throw new AlsaMmapError(
      'RANGE',
      this.#areas[channel] === undefined
        ? `there is no channel ${channel}: there are ${this.channels}`
        : 'a capture ring is only read',
    );
  }
}
