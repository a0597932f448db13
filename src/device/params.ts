import type { FormatName, SampleFormat } from './format.js';

export type Direction = 'playback' | 'capture';

/** `SNDRV_PCM_ACCESS_*` by its kernel number. */
export const PcmAccess = {
  MMAP_INTERLEAVED: 0,
  MMAP_NONINTERLEAVED: 1,
  MMAP_COMPLEX: 2,
  RW_INTERLEAVED: 3,
  RW_NONINTERLEAVED: 4,
} as const;
export type AccessName = keyof typeof PcmAccess;

/** `SNDRV_PCM_TSTAMP_TYPE_*`: the clock that the timestamps of the status page are taken from. */
export const TstampType = { REALTIME: 0, MONOTONIC: 1, MONOTONIC_RAW: 2 } as const;
export type TstampTypeName = keyof typeof TstampType;

export function accessName(kernelNumber: number): AccessName {
  const names = Object.keys(PcmAccess) as AccessName[];
  return names.find((name) => PcmAccess[name] === kernelNumber)!;
}

export function tstampTypeName(kernelNumber: number): TstampTypeName {
  const names = Object.keys(TstampType) as TstampTypeName[];
  return names.find((name) => TstampType[name] === kernelNumber)!;
}

/** A length asked for in frames, or in time where the rate is not known yet. */
export type SizeOrTime = { readonly frames: number } | { readonly ns: number };

/** What a caller asks of a device. What is left out is chosen among what the device offers. */
export interface PcmRequest {
  readonly direction: Direction;
  /** Tried in order; by default MMAP_INTERLEAVED, MMAP_NONINTERLEAVED, MMAP_COMPLEX. */
  readonly access?: readonly AccessName[] | undefined;
  /** Exact: a device without it refuses; of several the first that the device has. */
  readonly format?: FormatName | readonly FormatName[] | undefined;
  /** Exact. */
  readonly channels?: number | undefined;
  /** Exact, in Hz. */
  readonly rateHz?: number | undefined;
  /** The nearest that the device offers. */
  readonly periodSize?: SizeOrTime | undefined;
  /** The nearest that the device offers. */
  readonly bufferSize?: SizeOrTime | undefined;
  /** In frames; one period by default, and at least: alsa-lib takes less for that. */
  readonly availMin?: number | undefined;
  /** In frames; `'never'` (the boundary) lets the stream run on through an xrun. */
  readonly stopThreshold?: number | 'never' | undefined;
  /**
   * Playback: let the kernel overwrite with silence what was played, at each pointer update and before
   * hw_ptr tells of it, so that a stream that nobody stops is silent where it was given nothing, and
   * does not repeat its ring (`silence_size` = boundary; `snd_pcm_playback_silence`). What lies in the
   * ring without being committed is silenced at START. False by default.
   */
  readonly autoSilence?: boolean | undefined;
  /**
   * False for a stream without an interrupt at each period (`SNDRV_PCM_HW_PARAMS_NO_PERIOD_WAKEUP`):
   * hw_ptr then moves, and an xrun is found, only where HWSYNC asks, and `wait` ends at its time
   * limit. True by default; a device that cannot refuses.
   */
  readonly periodWakeup?: boolean | undefined;
  /** MONOTONIC by default. */
  readonly tstampType?: TstampTypeName | undefined;
}

/** What was negotiated. All sizes in frames. */
export interface PcmParams {
  readonly direction: Direction;
  readonly access: AccessName;
  readonly format: SampleFormat;
  readonly channels: number;
  readonly rateHz: number;
  readonly periodSize: number;
  readonly bufferSize: number;
  /** Whether an interrupt at each period moves hw_ptr and wakes who waits. */
  readonly periodWakeup: boolean;
  /**
   * Where hw_ptr and appl_ptr wrap: bufferSize x 2^k, so exact as a number though it may be
   * far above 2^53 (kernel: `snd_pcm_hw_params`).
   */
  readonly boundary: number;
  readonly availMin: number;
  readonly startThreshold: number;
  /** The boundary where the stream is never stopped. */
  readonly stopThreshold: number;
  readonly tstampType: TstampTypeName;
  /** `SNDRV_PCM_INFO_*` bits as HW_REFINE gives them, none masked. */
  readonly infoFlags: number;
}

/** Frames in a span at a rate, at least one. */
export function sizeInFrames(span: SizeOrTime, rateHz: number): number {
  const frames = 'frames' in span ? span.frames : (span.ns * rateHz) / 1e9;
  return Math.max(1, Math.round(frames));
}

export function bytesPerFrame(params: Pick<PcmParams, 'channels' | 'format'>): number {
  return params.channels * params.format.bytes;
}
