import type { FrameSamples } from './frame-samples.js';

/** Position of a copy in its source, and the source's channel for each channel of the copy. */
export interface Alignment {
  /** First frame of the copy that is compared. */
  readonly copyFrame: number;
  /** The same frame in the source. */
  readonly sourceFrame: number;
  /** Silent frames from there on: a player that has not begun yet sounds the same. */
  readonly silentFrames: number;
  readonly order: readonly number[];
}

/** Frames of the copy that are searched for. */
const PROBE_FRAMES = 4096;
/** Fraction of their peak above which the sign of a sample is compared. */
const MIN_PART = 0.1;
const MAX_POINTS = 256;
/** Signs that may differ, as dither changes those of samples near 0. */
const MAX_WRONG_POINTS = 8;
/** Fraction of the probe's energy that may be left after the gain, at the best position. */
const MAX_RESIDUE = 0.5;

/** A sample of the probe: its frame, from the start of the probe, and its value. */
interface Point {
  readonly at: number;
  readonly value: number;
}

/** First frame with a sample that is not 0; `frames` if all samples are. */
export function firstSound(samples: FrameSamples): number {
  let frame = 0;
  while (frame < samples.frames && isSilent(samples, frame)) frame++;
  return frame;
}

function isSilent({ channels, get }: FrameSamples, frame: number): boolean {
  for (let channel = 0; channel < channels; channel++) {
    if (get(frame, channel) !== 0) return false;
  }
  return true;
}

/**
 * Finds a copy in its source by the signs of its first loud samples, which gain and dither leave;
 * of several positions the one with the smallest difference after the gain, then the first. Silence
 * before it counts as far as both have it.
 * @returns undefined if the copy is silent or not found
 */
export function alignSamples(copy: FrameSamples, source: FrameSamples): Alignment | undefined {
  const copyFrame = firstSound(copy);
  const order: number[] = [];
  let sourceFrame: number | undefined;
  for (let channel = 0; channel < copy.channels; channel++) {
    const points = pointsOf(copy, copyFrame, channel);
    if (points.length === 0) {
      order.push(channel);
      continue;
    }
    const found = findChannel(points, source, channel, sourceFrame);
    if (found === undefined) return undefined;
    sourceFrame ??= found.frame;
    order.push(found.channel);
  }
  if (sourceFrame === undefined) return undefined;
  const silentFrames = silenceBefore(source, sourceFrame, copyFrame);
  return {
    copyFrame: copyFrame - silentFrames,
    sourceFrame: sourceFrame - silentFrames,
    silentFrames,
    order,
  };
}

/** Silent frames before a frame, up to `limit`. */
function silenceBefore(samples: FrameSamples, frame: number, limit: number): number {
  let count = 0;
  while (count < Math.min(limit, frame) && isSilent(samples, frame - 1 - count)) count++;
  return count;
}

/** Loud samples of a channel, spread over the probe. */
function pointsOf({ frames, get }: FrameSamples, start: number, channel: number): Point[] {
  const length = Math.min(PROBE_FRAMES, frames - start);
  const probe = Array.from({ length }, (_, at) => ({ at, value: get(start + at, channel) }));
  const peak = probe.reduce((max, { value }) => Math.max(max, Math.abs(value)), 0);
  const loud = probe.filter(({ value }) => value !== 0 && Math.abs(value) >= MIN_PART * peak);
  const stride = Math.max(1, Math.floor(loud.length / MAX_POINTS));
  return loud.filter((_, index) => index % stride === 0).slice(0, MAX_POINTS);
}

/** Best channel and frame of the source; the channel of the same number first. */
function findChannel(
  points: readonly Point[],
  source: FrameSamples,
  preferred: number,
  onlyFrame: number | undefined,
) {
  const others = Array.from({ length: source.channels }, (_, channel) => channel);
  const channels = [preferred, ...others.filter((channel) => channel !== preferred)];
  const last = source.frames - 1 - points.at(-1)!.at;
  const [from, to] = onlyFrame === undefined ? [0, last] : [onlyFrame, onlyFrame];
  let best: { readonly frame: number; readonly channel: number } | undefined;
  let bestResidue = MAX_RESIDUE;
  for (const channel of channels) {
    for (let frame = from; frame <= to && frame <= last; frame++) {
      if (!agreesInSign(points, source, frame, channel)) continue;
      const residue = residueOf(points, source, frame, channel);
      if (residue >= bestResidue) continue;
      bestResidue = residue;
      best = { frame, channel };
      if (residue === 0) return best;
    }
  }
  return best;
}

/** True if nearly all signs agree, or nearly all are opposite. */
function agreesInSign(
  points: readonly Point[],
  source: FrameSamples,
  frame: number,
  channel: number,
): boolean {
  let equal = 0;
  let opposite = 0;
  for (const { at, value } of points) {
    if (value * source.get(frame + at, channel) > 0) equal++;
    else opposite++;
    if (equal > MAX_WRONG_POINTS && opposite > MAX_WRONG_POINTS) return false;
  }
  return true;
}

/** Part of the energy of the points that a gain does not explain; 0 for equal samples. */
function residueOf(
  points: readonly Point[],
  source: FrameSamples,
  frame: number,
  channel: number,
): number {
  let [ownEnergy, sourceEnergy, product, isEqual] = [0, 0, 0, true];
  for (const { at, value } of points) {
    const other = source.get(frame + at, channel);
    ownEnergy += value * value;
    sourceEnergy += other * other;
    product += value * other;
    isEqual &&= value === other;
  }
  if (isEqual) return 0;
  if (sourceEnergy === 0) return 1;
  return Math.max(Number.MIN_VALUE, 1 - product ** 2 / (ownEnergy * sourceEnergy));
}
