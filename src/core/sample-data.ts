import { type SampleCodec, sampleCodec } from '../audio/sample-codec.js';
import { type DeviceMemory, memoryOf } from '../device/device-memory.js';
import { AlsaMmapError, deviceError } from '../device/errors.js';
import type { ChannelInfo, PcmDevice } from '../device/pcm-device.js';
import { type ChannelArea, channelArea, requiredBytes } from './channel-area.js';
import { DriverMemory } from './driver-memory.js';
import { closedError } from './pointer-word.js';
import { RingFrames } from './ring-frames.js';

/** Part of a device that is needed to map its ring. */
export type RingDevice = Pick<PcmDevice, 'identity' | 'params' | 'channelInfo'>;

/**
 * Mapped DMA ring, interleaved or not, with the layout that CHANNEL_INFO reports for each channel.
 * Channels with the same byte offset share one mapping; on RME cards each channel has its own.
 *
 * Frames are addressed by their offset in the ring, 0 to bufferSize - 1, never by pointer.
 *
 * Source: alsa-rs `direct::pcm`, `SampleData`; kernel `SNDRV_PCM_IOCTL_CHANNEL_INFO`.
 * @example
 * import { openDevice } from 'alsa-mmap';
 * import { SampleData } from 'alsa-mmap/direct';
 *
 * const device = await openDevice('hw:1', { direction: 'playback', channels: 2 });
 * const ring = new SampleData(device);
 * ring.set(0, 1, 1000); // frame offset 0, channel 1
 * console.log(ring.get(0, 1), ring.contiguous); // 1000 true
 * ring.close(); // before the device
 * device.close();
 */
export class SampleData {
  readonly codec: SampleCodec;
  readonly channels: number;
  readonly bufferSize: number;
  /** True if the ring is interleaved without gaps, so that frames can be copied as bytes. */
  readonly contiguous: boolean;
  /** False for capture: its memory is read-only, and a store would raise SIGSEGV. */
  readonly #writable: boolean;
  readonly #frameBytes: number;
  readonly #onUnmap: () => void;
  readonly #memories: DriverMemory[] = [];
  #areas: readonly ChannelArea[] = [];
  #frames: RingFrames | undefined;

  /**
   * @param onUnmap called when the memory is unmapped, by `close` or because the device was closed
   * @throws UNSUPPORTED if the ring cannot be mapped or its layout cannot be addressed
   */
  constructor(device: RingDevice, onUnmap: () => void = () => {}) {
    const memory = memoryOf(device);
    const { params } = device;
    this.#onUnmap = onUnmap;
    this.#writable = params.direction === 'playback';
    this.codec = sampleCodec(params.format);
    this.channels = params.channels;
    this.bufferSize = params.bufferSize;
    this.#frameBytes = params.channels * params.format.bytes;
    const infos = Array.from({ length: this.channels }, (_, channel) =>
      device.channelInfo(channel),
    );
    this.contiguous = this.#isContiguous(infos);
    try {
      const buffers = this.#map(device, memory, infos);
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
   * Returns the raw sample at a frame offset in the ring.
   * @throws CLOSED after the memory was unmapped, RANGE for an unknown channel or offset
   */
  get(offset: number, channel: number): number {
    const area = this.#areas[channel];
    if (area === undefined || offset >>> 0 !== offset || offset >= this.bufferSize) {
      this.#throwUnusable(channel, offset);
    }
    return this.codec.get(area.view, area.first + offset * area.step);
  }

  /**
   * Stores a raw sample at a frame offset in the ring.
   * @throws CLOSED after the memory was unmapped; RANGE for an unknown channel or offset, or a
   * capture ring
   */
  set(offset: number, channel: number, raw: number): void {
    const area = this.#areas[channel];
    if (area === undefined || !this.#writable) this.#throwUnusable(channel, offset);
    if (offset >>> 0 !== offset || offset >= this.bufferSize) this.#throwUnusable(channel, offset);
    this.codec.set(area.view, area.first + offset * area.step, raw);
  }

  /**
   * Copies frames out of the ring as interleaved bytes in the ring's format.
   * @param target has room for frames x channels x format.bytes from `targetByte` on
   * @throws CLOSED after the memory was unmapped; RANGE if the frames are not in the ring or do not
   * fit into `target` as it is now; RANGE if the ring is not interleaved and samples of `target`
   * are not aligned to their size (up to 4 bytes; none for 3-byte samples)
   */
  copyOut(offset: number, frames: number, target: Uint8Array, targetByte: number): void {
    if (this.#frames === undefined) throw closedError();
    this.#checkCopy(offset, frames, target, targetByte);
    this.#frames.copyOut(offset, frames, target, targetByte);
  }

  /**
   * Copies frames into the ring from interleaved bytes in the ring's format.
   * @param source has frames x channels x format.bytes from `sourceByte` on
   * @throws CLOSED after the memory was unmapped, RANGE for a capture ring or as `copyOut` does
   */
  copyIn(offset: number, frames: number, source: Uint8Array, sourceByte: number): void {
    if (this.#frames === undefined || !this.#writable) this.#throwUnusable(0, 0);
    this.#checkCopy(offset, frames, source, sourceByte);
    this.#frames.copyIn(offset, frames, source, sourceByte);
  }

  /**
   * Silences every channel. An interleaved ring is filled in one call.
   * @throws CLOSED after the memory was unmapped; RANGE for a capture ring, or if the frames are
   * not in the ring
   */
  fillSilence(offset: number, frames: number): void {
    if (this.#frames === undefined || !this.#writable) this.#throwUnusable(0, 0);
    this.#checkFrames(offset, frames);
    this.#frames.fillSilence(offset, frames);
  }

  /** @throws CLOSED after the memory was unmapped */
  assertMapped(): void {
    if (this.#frames === undefined) throw closedError();
  }

  /** Unmaps the ring. Does nothing the second time. */
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

  #map(
    device: RingDevice,
    memory: DeviceMemory,
    infos: readonly ChannelInfo[],
  ): Map<number, ArrayBufferLike> {
    const lengths = new Map<number, number>();
    for (const info of infos) {
      const length = requiredBytes(info, this.codec, this.bufferSize);
      lengths.set(info.offsetBytes, Math.max(length, lengths.get(info.offsetBytes) ?? 0));
    }
    const buffers = new Map<number, ArrayBufferLike>();
    for (const [offsetBytes, length] of lengths) {
      const mapping = memory.mapSamples(offsetBytes, length);
      if (mapping.kind === 'refused') {
        const reason = `cannot map the ring: ${mapping.reason}`;
        throw deviceError('UNSUPPORTED', device.identity.name, reason, {
          errno: mapping.errno,
          syscall: 'mmap',
        });
      }
      this.#memories.push(new DriverMemory(mapping, length, () => this.#dropViews()));
      buffers.set(offsetBytes, mapping.buffer);
    }
    return buffers;
  }

  #checkFrames(offset: number, frames: number): void {
    if (
      !(Number.isSafeInteger(offset) && Number.isSafeInteger(frames) && offset >= 0) ||
      !(frames >= 0 && offset + frames <= this.bufferSize)
    ) {
      throw new AlsaMmapError(
        'RANGE',
        `expected frames within the ring (0 to ${this.bufferSize}), got ${frames} frames ` +
          `at frame ${offset}`,
      );
    }
  }

  /**
   * Checked in every copy: a view can shrink or be detached in between, and a store through another
   * view of its buffer would not stop at its end.
   */
  #checkCopy(offset: number, frames: number, view: Uint8Array, byte: number): void {
    this.#checkFrames(offset, frames);
    if (!ArrayBuffer.isView(view) || view.BYTES_PER_ELEMENT !== 1) {
      throw new AlsaMmapError('RANGE', 'copy: expected a Uint8Array');
    }
    const bytes = frames * this.#frameBytes;
    if (!(Number.isSafeInteger(byte) && byte >= 0 && byte + bytes <= view.byteLength)) {
      throw new AlsaMmapError(
        'RANGE',
        `copy: expected a view with ${bytes} bytes from byte ${byte} on, got one of ` +
          `${view.byteLength} bytes`,
      );
    }
  }

  #dropViews(): void {
    this.#frames = undefined;
    this.#areas = [];
    this.#onUnmap();
  }

  #throwUnusable(channel: number, offset: number): never {
    if (this.#areas.length === 0) throw closedError();
    if (this.#areas[channel] === undefined) throw outOfRange('channel', this.channels, channel);
    if (offset >>> 0 === offset && offset < this.bufferSize) {
      throw new AlsaMmapError('RANGE', 'cannot write to a capture ring; its memory is read-only');
    }
    throw outOfRange('frame', this.bufferSize, offset);
  }
}

function outOfRange(what: string, count: number, value: number): AlsaMmapError {
  return new AlsaMmapError('RANGE', `${what}: expected 0 to ${count - 1}, got ${String(value)}`);
}
