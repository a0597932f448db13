import type { FormatName } from './format.js';

/** Range of values, both ends included. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/**
 * Capabilities of a device at set-up. Each list is what was left after the parameters above it were
 * chosen; each of the two sizes as it was before the other was chosen.
 */
export interface PcmCapabilities {
  /** Supported values: with an interrupt at each period, without, or both. */
  readonly periodWakeups: readonly boolean[];
  readonly formats: readonly FormatName[];
  readonly channels: Range;
  readonly rateHz: Range;
  /** Frames. */
  readonly periodSize: Range;
  /** Frames. */
  readonly bufferSize: Range;
}
