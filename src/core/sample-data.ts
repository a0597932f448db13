import { type SampleCodec, sampleCodec } from '../audio/sample-codec.js';
import { AlsaMmapError } from '../device/errors.js';
import type { ChannelInfo, PcmDevice } from '../device/pcm-device.js';
import { type ChannelArea, channelArea, requiredBytes } from './channel-area.js';
import { DriverMemory } from './driver-memory.js';
import { closedError } from './pointer-word.js';
import { RingFrames } from './ring-frames.js';

/** What a ring is mapped from. */
export type RingDevice = Pick<PcmDevice, 'identity' | 'params' | 'channelInfo' | 'mapSamples'>;

/**
 * The DMA ring (the seed's part 1.7): where every sample of every channel lies, as CHANNEL_INFO
 * tells it, interleaved or not. Channels with the same offset share one mapping; every other offset
 * has its own, as on RME cards each channel has.
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
  readonly #onUnmap: () => void;
  readonly #memories: DriverMemory[] = [];
  #areas: readonly ChannelArea[] = [];
  #frames: RingFrames | undefined;

  /**
   * @param onGone called when the memory goes, by `close` or because the device was closed
   * @throws UNSUPPORTED where the ring is not shared, or lies in a way that cannot be addressed
   */
  constructor(device: RingDevice, onGone: () => void = () => {}) {
    const { params } = device;
    this.#onUnmap = onGone;
    this.#writable = params.direction === 'playback';
    this.codec = sampleCodec(params.format);
    this.channels = params.channels;
    this.bufferSize = params.bufferSize;
    const infos = Array.from({ length: this.channels }, (_, channel) =>
      device.channelInfo(channel),
    );
    this.contiguous = this.#isContiguous(infos);
    try {
      const buffers = this.#map(device, infos);
      const bufferOf = ({ offsetBytes }: ChannelInfo) => buffers.get(offsetBytes)!;
      this.#areas = infos.map((info) => channelArea(bufferOf(info), info, this.codec));
      const ring = this.contiguous ? bufferOf(infos[0]!) : undefined;
      this.#frames = new RingFrames(this.codec, this.#areas, ring);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /**
   * The raw sample at a place in the ring.
   * @throws CLOSED after the memory went
   */
  get(place: number, channel: number): number {
    const area = this.#areas[channel];
    if (area === undefined) this.#throwUnusable(channel);
    return this.codec.get(area.view, area.first + place * area.step);
  }

  /** @throws CLOSED after the memory went, RANGE in a capture ring */
  set(place: number, channel: number, raw: number): void {
    const area = this.#areas[channel];
    if (area === undefined || !this.#writable) this.#throwUnusable(channel);
    this.codec.set(area.view, area.first + place * area.step, raw);
  }

  /**
   * Copies frames out of the ring, interleaved, in the ring's own format.
   * @param target has room for frames x channels x format.bytes from `targetByte` on
   * @throws CLOSED after the memory went; RANGE where channels lie apart and a sample of `target`
   * would not begin at a multiple of its size, 4 at most (those of three bytes begin anywhere)
   */
  copyOut(place: number, frames: number, target: Uint8Array, targetByte: number): void {
    if (this.#frames === undefined) throw closedError();
    this.#frames.copyOut(place, frames, target, targetByte);
  }

  /**
   * Copies frames into the ring from interleaved bytes of the ring's own format.
   * @param source has frames x channels x format.bytes from `sourceByte` on
   * @throws CLOSED after the memory went, RANGE in a capture ring or as `copyOut` does
   */
  copyIn(place: number, frames: number, source: Uint8Array, sourceByte: number): void {
    if (this.#frames === undefined || !this.#writable) this.#throwUnusable(0);
    this.#frames.copyIn(place, frames, source, sourceByte);
  }

  /**
   * Silences every channel. Where samples lie side by side it costs what clearing memory does.
   * @throws CLOSED after the memory went, RANGE in a capture ring
   */
  fillSilence(place: number, frames: number): void {
    if (this.#frames === undefined || !this.#writable) this.#throwUnusable(0);
    this.#frames.fillSilence(place, frames);
  }

  close(): void {
    for (const memory of this.#memories.splice(0)) memory.close();
  }

  #isContiguous(infos: readonly ChannelInfo[]): boolean {
    const sampleBits = this.codec.format.bytes * 8;
    return infos.every(
      ({ offsetBytes, firstBits, stepBits }, channel) =>
        offsetBytes === infos[0]!.offsetBytes &&
        firstBits === channel * sampleBits &&
        stepBits === this.channels * sampleBits,
    );
  }

  #map(device: RingDevice, infos: readonly ChannelInfo[]): Map<number, ArrayBufferLike> {
    const lengths = new Map<number, number>();
    for (const info of infos) {
      const length = requiredBytes(info, this.codec, this.bufferSize);
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
      this.#memories.push(new DriverMemory(mapping, length, () => this.#dropViews()));
      buffers.set(offset, mapping.buffer);
    }
    return buffers;
  }

  #dropViews(): void {
    this.#frames = undefined;
    this.#areas = [];
    this.#onUnmap();
  }

  #throwUnusable(channel: number): never {
    if (this.#areas.length === 0) throw closedError();
    throw new AlsaMmapError(
      'RANGE',
      this.#areas[channel] === undefined
        ? `there is no channel ${channel}: there are ${this.channels}`
        : 'a capture ring is only read',
    );
  }
}
