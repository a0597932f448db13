import { sampleCodec } from '../audio/codec.js';
import { type FormatName, findFormat } from '../device/format.js';
import type { Direction } from '../device/params.js';
import type { ChannelInfo } from '../device/pcm-device.js';

/** What the engine has to know of a stream: plain data, so that it can go to another thread. */
export interface SimGeometry {
  readonly direction: Direction;
  readonly format: FormatName;
  readonly channels: number;
  readonly rateHz: number;
  readonly periodSize: number;
  readonly bufferSize: number;
  readonly periodWakeup: boolean;
  readonly boundary: bigint;
  readonly stopThreshold: bigint;
  readonly interleaved: boolean;
}

export function ringBytes({ format, channels, bufferSize }: SimGeometry): number {
  return bufferSize * channels * findFormat(format)!.bytes;
}

/** As the kernel's default answer to CHANNEL_INFO (`snd_pcm_lib_ioctl_channel_info`). */
export function channelInfoOf(geometry: SimGeometry, channel: number): ChannelInfo {
  const sampleBits = findFormat(geometry.format)!.bytes * 8;
  return geometry.interleaved
    ? { offsetBytes: 0, firstBits: channel * sampleBits, stepBits: geometry.channels * sampleBits }
    : {
        offsetBytes: 0,
        firstBits: channel * geometry.bufferSize * sampleBits,
        stepBits: sampleBits,
      };
}

/** The samples of a ring, by place and channel, on unit scale. */
export class SimRing {
  readonly codec;
  readonly #view;
  readonly #first: number;
  readonly #step: number;

  constructor(geometry: SimGeometry, ring: SharedArrayBuffer) {
    this.codec = sampleCodec(findFormat(geometry.format)!);
    this.#view = this.codec.view(ring, 0, ring.byteLength);
    this.#first = (geometry.interleaved ? 1 : geometry.bufferSize) * this.codec.elements;
    this.#step = (geometry.interleaved ? geometry.channels : 1) * this.codec.elements;
  }

  get(place: number, channel: number): number {
    return this.codec.get(this.#view, channel * this.#first + place * this.#step);
  }

  set(place: number, channel: number, raw: number): void {
    this.codec.set(this.#view, channel * this.#first + place * this.#step, raw);
  }
}
