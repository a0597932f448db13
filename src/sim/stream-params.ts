import { type FormatName, findFormat } from '../device/format.js';
import type { Direction } from '../device/params.js';
import type { ChannelInfo } from '../device/pcm-device.js';

/** What the engine has to know of a stream: plain data, so that it can go to another thread. */
export interface SimStreamParams {
  readonly direction: Direction;
  readonly format: FormatName;
  readonly channels: number;
  readonly rateHz: number;
  readonly periodSize: number;
  readonly bufferSize: number;
  readonly periodWakeup: boolean;
  readonly boundary: bigint;
  readonly stopThreshold: bigint;
  /** What was played is overwritten with silence: `silence_size` is the boundary. */
  readonly autoSilence: boolean;
  readonly interleaved: boolean;
  /** From one channel's mmap offset to the next one's, in bytes; 0 where all are in one mapping. */
  readonly slotBytes: number;
}

const SLOT_BYTES = 65_536;

/** The slot of a channel as RME's cards have it: 64 KiB, or as many times that as its samples take. */
export function slotBytesFor(format: FormatName, bufferSize: number): number {
  return Math.ceil((bufferSize * findFormat(format)!.bytes) / SLOT_BYTES) * SLOT_BYTES;
}

/** The sizes of the memories that make up the ring, in bytes: one, or one a channel. */
export function ringMemorySizes({
  format,
  channels,
  bufferSize,
  slotBytes,
}: SimStreamParams): number[] {
  if (slotBytes > 0) return Array.from({ length: channels }, () => slotBytes);
  return [bufferSize * channels * findFormat(format)!.bytes];
}

/**
 * As the kernel's default answer to CHANNEL_INFO (`snd_pcm_lib_ioctl_channel_info`), or with slots as
 * the drivers rme9652, hdsp and hdspm answer.
 */
export function simChannelInfo(geometry: SimStreamParams, channel: number): ChannelInfo {
  const sampleBits = findFormat(geometry.format)!.bytes * 8;
  if (geometry.slotBytes > 0) {
    return { offsetBytes: channel * geometry.slotBytes, firstBits: 0, stepBits: sampleBits };
  }
  return geometry.interleaved
    ? { offsetBytes: 0, firstBits: channel * sampleBits, stepBits: geometry.channels * sampleBits }
    : {
        offsetBytes: 0,
        firstBits: channel * geometry.bufferSize * sampleBits,
        stepBits: sampleBits,
      };
}
