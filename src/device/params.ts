import type { FormatName, SampleFormat } from './format.js';

/** Direction of a PCM stream. */
export type Direction = 'playback' | 'capture';

/** `SNDRV_PCM_ACCESS_*` by its kernel number. */
export const PcmAccess = {
  MMAP_INTERLEAVED: 0,
  MMAP_NONINTERLEAVED: 1,
  MMAP_COMPLEX: 2,
  RW_INTERLEAVED: 3,
  RW_NONINTERLEAVED: 4,
} as const;
/**
 * Layout of the ring, `SNDRV_PCM_ACCESS_*` by name: `MMAP_INTERLEAVED`, `MMAP_NONINTERLEAVED`,
 * `MMAP_COMPLEX`, `RW_INTERLEAVED` or `RW_NONINTERLEAVED`.
 */
export type AccessName = keyof typeof PcmAccess;
export const ACCESS_NAMES = Object.keys(PcmAccess) as AccessName[];

/** `SNDRV_PCM_TSTAMP_TYPE_*`: clock of the timestamps in the status page. */
export const TstampType = { REALTIME: 0, MONOTONIC: 1, MONOTONIC_RAW: 2 } as const;
/** Clock of the timestamps: `REALTIME`, `MONOTONIC` or `MONOTONIC_RAW`. */
export type TstampTypeName = keyof typeof TstampType;

export function accessName(kernelNumber: number): AccessName {
  return ACCESS_NAMES.find((name) => PcmAccess[name] === kernelNumber)!;
}

export function tstampTypeName(kernelNumber: number): TstampTypeName {
  const names = Object.keys(TstampType) as TstampTypeName[];
  return names.find((name) => TstampType[name] === kernelNumber)!;
}

/** A length in frames, or in ns when the rate is not yet known. */
export type SizeOrTime = { readonly frames: number } | { readonly ns: number };

/** Requested parameters. Omitted ones are chosen from the device's capabilities. */
export interface PcmRequest {
  readonly direction: Direction;
  /** Tried in order; default MMAP_INTERLEAVED, MMAP_NONINTERLEAVED, MMAP_COMPLEX. */
  readonly access?: readonly AccessName[] | undefined;
  /** Must match exactly. Of several, the first one supported is used. */
  readonly format?: FormatName | readonly FormatName[] | undefined;
  /** Must match exactly. */
  readonly channels?: number | undefined;
  /** Without `channels`: the nearest supported number is used. Default 2. */
  readonly preferredChannels?: number | undefined;
  /** Must match exactly; in Hz. */
  readonly rateHz?: number | undefined;
  /** The nearest supported size is used. */
  readonly periodSize?: SizeOrTime | undefined;
  /** The nearest supported size is used. */
  readonly bufferSize?: SizeOrTime | undefined;
  /** Frames. Defaults to one period; alsa-lib raises smaller values to that. */
  readonly availMin?: number | undefined;
  /** Frames; `'never'` (the boundary) keeps the stream running through xruns. */
  readonly stopThreshold?: number | 'never' | undefined;
  /**
   * Playback only: the kernel fills played frames with silence (`silence_size` = boundary,
   * `snd_pcm_playback_silence`), so that a free-running stream plays silence instead of repeating
   * its ring. Uncommitted frames are silenced at START. Default false.
   */
  readonly autoSilence?: boolean | undefined;
  /**
   * False disables the period interrupts (`SNDRV_PCM_HW_PARAMS_NO_PERIOD_WAKEUP`): hw_ptr then
   * moves, and an xrun is found, only at HWSYNC, and `wait` ends at its time limit. Default true;
   * refused if the device cannot.
   */
  readonly periodWakeup?: boolean | undefined;
  /** Default MONOTONIC. */
  readonly tstampType?: TstampTypeName | undefined;
}

/** Negotiated parameters. All sizes in frames. */
export interface PcmParams {
  readonly direction: Direction;
  readonly access: AccessName;
  readonly format: SampleFormat;
  readonly channels: number;
  readonly rateHz: number;
  readonly periodSize: number;
  readonly bufferSize: number;
  /** True if an interrupt at each period moves hw_ptr and wakes waiting programs. */
  readonly periodWakeup: boolean;
  /**
   * Boundary at which hw_ptr and appl_ptr wrap: bufferSize * 2^k, so exact as a number even far
   * above 2^53 (`snd_pcm_hw_params`).
   */
  readonly boundary: number;
  readonly availMin: number;
  readonly startThreshold: number;
  /** Equal to the boundary if the stream is never stopped. */
  readonly stopThreshold: number;
  readonly tstampType: TstampTypeName;
  /** All `SNDRV_PCM_INFO_*` flags, as from HW_REFINE. */
  readonly infoFlags: number;
}

/** Frames in a span at a rate, at least 1. */
export function sizeInFrames(span: SizeOrTime, rateHz: number): number {
  const frames = 'frames' in span ? span.frames : (span.ns * rateHz) / 1e9;
  return Math.max(1, Math.round(frames));
}

export function bytesPerFrame(params: Pick<PcmParams, 'channels' | 'format'>): number {
  return params.channels * params.format.bytes;
}
