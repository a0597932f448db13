import { type FormatName, findFormat } from '../device/format.js';
import type { Direction } from '../device/params.js';
import type { ChannelInfo } from '../device/pcm-device.js';

/** Parameters of a stream that the engine needs: plain data that can be passed to a thread. */
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
  /** Overwrites played frames with silence (`silence_size` = boundary). */
  readonly autoSilence: boolean;
  readonly interleaved: boolean;
  /** Distance between the mmap offsets of two channels, in bytes; 0 with one mapping for all. */
  readonly slotBytes: number;
}

const SLOT_BYTES = 65_536;

/** Slot size of a channel as on RME cards: 64 KiB, or the multiple of it that the samples need. */
export function slotBytesFor(format: FormatName, bufferSize: number): number {
  return Math.ceil((bufferSize * findFormat(format)!.bytes) / SLOT_BYTES) * SLOT_BYTES;
}

/** Sizes of the memories that make up the ring, in bytes: one, or one per channel. */
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
 * CHANNEL_INFO as the kernel answers by default (`snd_pcm_lib_ioctl_channel_info`), or with slots
 * as the drivers rme9652, hdsp and hdspm do.
 */
export function simChannelInfo(streamParams: SimStreamParams, channel: number): ChannelInfo {
  const sampleBits = findFormat(streamParams.format)!.bytes * 8;
  if (streamParams.slotBytes > 0) {
    return { offsetBytes: channel * streamParams.slotBytes, firstBits: 0, stepBits: sampleBits };
  }
  return streamParams.interleaved
    ? {
        offsetBytes: 0,
        firstBits: channel * sampleBits,
        stepBits: streamParams.channels * sampleBits,
      }
    : {
        offsetBytes: 0,
        firstBits: channel * streamParams.bufferSize * sampleBits,
        stepBits: sampleBits,
      };
}
