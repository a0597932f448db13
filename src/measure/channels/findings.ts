import type { CapturedChannel } from './identify.js';

/**
 * Faults of channels. `swapped`: two carry each other's signal. `rotated`: the stream is shifted by
 * samples within its frames. `misplaced`: it carries the signal of another channel. `duplicated`:
 * several carry the same signal. `mixed`: it carries several signals. `silent`, `unknown`: it
 * carries nothing, or nothing that was played. `inverted`, `offset`: it differs from the others.
 */
export type ChannelFault =
  | 'swapped'
  | 'rotated'
  | 'misplaced'
  | 'duplicated'
  | 'mixed'
  | 'silent'
  | 'unknown'
  | 'inverted'
  | 'offset';

export interface ChannelFinding {
  readonly fault: ChannelFault;
  /** Capture channels, from 0. */
  readonly channels: readonly number[];
}

/** A captured channel with its offset from the others. */
export interface PlacedChannel extends Omit<CapturedChannel, 'position'> {
  /** Frames by which it is later than most of the channels; undefined if it carries nothing. */
  readonly offsetFrames: number | undefined;
}

/** Offset, in frames, above which a channel differs from the others. */
const MAX_OFFSET_FRAMES = 0.5;
const SILENT_DBFS = -60;

/** Replaces the positions by offsets from the median position, the earlier one of two. */
export function placeChannels(channels: readonly CapturedChannel[]): PlacedChannel[] {
  const carrying = channels.filter(({ carries }) => carries !== undefined);
  const reference = lowerMedian(carrying.map(({ position }) => position));
  return channels.map(({ position, ...channel }) => ({
    ...channel,
    offsetFrames: channel.carries === undefined ? undefined : position - reference,
  }));
}

/**
 * Faults of the capture channels for which a playback channel of the same number exists.
 * @param played number of playback channels
 */
export function findFaults(all: readonly PlacedChannel[], played: number): ChannelFinding[] {
  const channels = all.slice(0, played);
  const isRotated = channels.length === played && rotation(channels) > 0;
  const offsets = unwrappedOffsets(channels, isRotated);
  const usualOffset = lowerMedian(offsets.filter((offset) => offset !== undefined));
  const polarities = channels.map(({ gain }) => Math.sign(gain));
  const usualPolarity = lowerMedian(polarities.filter((polarity) => polarity !== 0));
  const select = (
    fault: ChannelFault,
    has: (channel: PlacedChannel, at: number) => boolean,
  ): ChannelFinding[] => {
    const found = channels.flatMap((channel, at) => (has(channel, at) ? [at] : []));
    return found.length === 0 ? [] : [{ fault, channels: found }];
  };
  return [
    ...select('rotated', () => isRotated),
    ...(isRotated ? [] : swaps(channels)),
    ...select('misplaced', (_, at) => !isRotated && isMisplaced(channels, at)),
    ...duplicates(channels),
    ...select('mixed', ({ alsoCarries }) => alsoCarries.length > 0),
    ...select('silent', ({ carries, peakDbfs }) => carries === undefined && peakDbfs < SILENT_DBFS),
    ...select(
      'unknown',
      ({ carries, peakDbfs }) => carries === undefined && peakDbfs >= SILENT_DBFS,
    ),
    ...select('inverted', (_, at) => polarities[at]! * usualPolarity < 0),
    ...select('offset', (_, at) => {
      return Math.abs((offsets[at] ?? usualOffset) - usualOffset) > MAX_OFFSET_FRAMES;
    }),
  ];
}

/**
 * Samples by which the stream is shifted within its frames, 0 if it is not: each channel carries
 * the one that many further, and those that wrap around belong to the next frame.
 */
function rotation(channels: readonly PlacedChannel[]): number {
  const shift = channels[0]?.carries ?? 0;
  const isShifted = channels.every(({ carries }, at) => carries === (at + shift) % channels.length);
  if (shift === 0 || !isShifted) return 0;
  const offsets = unwrappedOffsets(channels, true).map((offset) => offset ?? 0);
  return Math.max(...offsets) - Math.min(...offsets) <= MAX_OFFSET_FRAMES ? shift : 0;
}

/** Offsets without the frame that a rotation explains. */
function unwrappedOffsets(channels: readonly PlacedChannel[], isRotated: boolean) {
  return channels.map(({ offsetFrames, carries }, at) => {
    if (offsetFrames === undefined || carries === undefined) return undefined;
    return offsetFrames + (isRotated && carries < at ? 1 : 0);
  });
}

function swaps(channels: readonly PlacedChannel[]): ChannelFinding[] {
  return channels.flatMap(({ carries }, at) =>
    carries !== undefined && carries > at && channels[carries]?.carries === at
      ? [{ fault: 'swapped', channels: [at, carries] }]
      : [],
  );
}

/** True if it carries the signal of another channel, alone and not in exchange. */
function isMisplaced(channels: readonly PlacedChannel[], at: number): boolean {
  const { carries } = channels[at]!;
  if (carries === undefined || carries === at || channels[carries]?.carries === at) return false;
  return channels.filter((other) => other.carries === carries).length === 1;
}

function duplicates(channels: readonly PlacedChannel[]): ChannelFinding[] {
  const sources = new Set(channels.flatMap(({ carries }) => carries ?? []));
  return [...sources].flatMap((source) => {
    const copies = channels.flatMap(({ carries }, at) => (carries === source ? [at] : []));
    return copies.length > 1 ? [{ fault: 'duplicated', channels: copies }] : [];
  });
}

/** Median, the lower one of two; 0 for no values. */
function lowerMedian(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[(values.length - 1) >> 1] ?? 0;
}
