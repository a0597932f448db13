import { InfoFlag } from '../device/abi.js';
import { bytesPerFrame, type PcmParams } from '../device/params.js';
import type { ChannelInfo } from '../device/pcm-device.js';
import type { SimConfig } from './config.js';

/** Parameters of a stream that the engine needs: plain data that can be passed to a thread. */
export interface SimStreamParams extends Omit<PcmParams, 'boundary' | 'stopThreshold'> {
  readonly boundary: bigint;
  readonly stopThreshold: bigint;
  /** Overwrites played frames with silence (`silence_size` = boundary). */
  readonly autoSilence: boolean;
  /** Distance between the mmap offsets of two channels, in bytes; 0 with one mapping for all. */
  readonly slotBytes: number;
}

const LONG_MAX = (1n << 63n) - 1n;
const SLOT_BYTES = 65_536;

/**
 * Boundary of the pointers: `wrap` buffer sizes, or with 0 the kernel's choice, the largest
 * bufferSize * 2^k that leaves room for one more buffer (`snd_pcm_hw_params`).
 */
export function boundaryFrames(bufferSize: number, wrap: number): bigint {
  const size = BigInt(bufferSize);
  if (wrap > 0) return size * BigInt(wrap);
  let boundary = size;
  while (boundary * 2n <= LONG_MAX - size) boundary *= 2n;
  return boundary;
}

/**
 * `SNDRV_PCM_INFO_*` flags of a card. If both pages are refused, the architecture is the reason, as
 * on arm64; a refused control page alone is the driver's choice.
 */
export function infoFlags(config: SimConfig): number {
  const { MMAP, MMAP_VALID, PAUSE, RESUME, INTERLEAVED, NONINTERLEAVED } = InfoFlag;
  const { access, statusPage, controlPage } = config;
  return (
    PAUSE |
    (config.resume === 'no' ? 0 : RESUME) |
    (access === 'rw' ? 0 : MMAP | MMAP_VALID) |
    (access === 'noninterleaved' ? 0 : INTERLEAVED) |
    (access === 'both' || access === 'noninterleaved' ? NONINTERLEAVED : 0) |
    (config.periodWakeup === 'optional' ? InfoFlag.NO_PERIOD_WAKEUP : 0) |
    (controlPage === 'refused' && statusPage === 'mapped' ? InfoFlag.SYNC_APPLPTR : 0)
  );
}

/** Slot size of a channel as on RME cards: 64 KiB, or the multiple of it that the samples need. */
export function slotBytesFor({ format, bufferSize }: PcmParams): number {
  return Math.ceil((bufferSize * format.bytes) / SLOT_BYTES) * SLOT_BYTES;
}

/** Sizes of the memories that make up the ring, in bytes: one, or one per channel. */
export function ringMemorySizes(params: SimStreamParams): number[] {
  const { channels, bufferSize, slotBytes } = params;
  if (slotBytes > 0) return Array.from({ length: channels }, () => slotBytes);
  return [bufferSize * bytesPerFrame(params)];
}

/**
 * CHANNEL_INFO as the kernel answers by default (`snd_pcm_lib_ioctl_channel_info`), or with slots
 * as the drivers rme9652, hdsp and hdspm do.
 */
export function simChannelInfo(params: SimStreamParams, channel: number): ChannelInfo {
  const { access, format, channels, bufferSize, slotBytes } = params;
  const sampleBits = format.bytes * 8;
  const offsetBytes = channel * slotBytes;
  if (slotBytes > 0) return { offsetBytes, firstBits: 0, stepBits: sampleBits };
  return access === 'MMAP_INTERLEAVED'
    ? { offsetBytes, firstBits: channel * sampleBits, stepBits: channels * sampleBits }
    : { offsetBytes, firstBits: channel * bufferSize * sampleBits, stepBits: sampleBits };
}
