import type { FormatName } from './format.js';

/** Both ends included. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/**
 * What a device offered when it was set up: each as it was when its turn came to be chosen, after what
 * stands above it here had been. Either of the sizes as it was before the other was chosen.
 */
export interface PcmCapabilities {
  /** Whether the stream can have an interrupt at each period, and whether it can be without. */
  readonly periodWakeups: readonly boolean[];
  readonly formats: readonly FormatName[];
  readonly channels: Range;
  readonly rateHz: Range;
  /** In frames. */
  readonly periodSize: Range;
  /** In frames. */
  readonly bufferSize: Range;
}
