import { fitLine, type Interval, lineAt } from '../statistic/regression.js';

/**
 * Reads of both pointers of a loop, one per row: hw_ptr of capture, with playback's before and
 * after it, in frames since each stream's start, and the kernel's timestamp of each.
 */
type PointerPairs = Readonly<
  Record<
    'played' | 'captured' | 'playedAfter' | 'playedNs' | 'capturedNs' | 'playedAfterNs',
    ArrayLike<number>
  >
>;

/** Offset of capture's pointer against playback's. */
export interface PointerOffset {
  /** Offset when playback is at the given frame. */
  readonly frames: number;
  /** Uncertainty, in frames, in either direction. */
  readonly spreadFrames: number;
  /** Deviation of capture's clock, in parts per million; 0 if both sides count the same frames. */
  readonly ppm: number;
}

/** Contains every offset. An interval whose low end is above the high one is empty. */
const UNBOUNDED: Interval = { low: -Infinity, high: Infinity };
const MIN_READS = 8;
/** Without a single offset, the quarter of the reads in which playback moved least counts. */
const TIGHT_SHARE = 0.25;

/**
 * Offset when playback is at `frame`. A read of capture's pointer between two reads of playback's
 * bounds the offset from both sides; if pointers report every frame, their timestamps bound it more
 * closely. If exactly one integer satisfies all bounds, both sides count the same frames, and the
 * offset is that integer. If all bounds exclude each other, there is no single offset, or the
 * pointers move in blocks: the result is then the line through the reads in which playback hardly
 * moved. Undefined for fewer than 8 reads.
 */
export function pointerOffset(
  pairs: PointerPairs,
  frame: number,
  rateHz: number,
): PointerOffset | undefined {
  if (pairs.played.length < MIN_READS) return undefined;
  const byPointers = pointerBounds(pairs);
  const byTimestamps = timestampBounds(pairs, rateHz);
  const known = [common(byPointers, byTimestamps), byTimestamps, byPointers].find(
    ({ low, high }) => low <= high,
  );
  if (known === undefined) return lineOffset(pairs, frame);
  const { low, high } = known;
  const whole = Math.ceil(low);
  if (whole === Math.floor(high)) return { frames: whole, spreadFrames: 0, ppm: 0 };
  return { frames: (low + high) / 2, spreadFrames: (high - low) / 2, ppm: 0 };
}

/** Capture was read after playback's first and before its second position. */
function pointerBounds({ played, captured, playedAfter }: PointerPairs): Interval {
  let bounds = UNBOUNDED;
  for (let row = 0; row < played.length; row++) {
    const low = captured[row]! - playedAfter[row]!;
    bounds = common(bounds, { low, high: captured[row]! - played[row]! });
  }
  return bounds;
}

/**
 * A pointer reports whole frames: at its timestamp the hardware is up to one frame further, on
 * either side.
 */
function timestampBounds(pairs: PointerPairs, rateHz: number): Interval {
  const { played, captured, playedAfter, playedNs, capturedNs, playedAfterNs } = pairs;
  let bounds = UNBOUNDED;
  const add = (row: number, frame: number, stampNs: number) => {
    const then = frame + ((capturedNs[row]! - stampNs) * rateHz) / 1e9;
    const apart = captured[row]! - then;
    bounds = common(bounds, { low: apart - 1, high: apart + 1 });
  };
  for (let row = 0; row < played.length; row++) {
    // Without timestamps there is no bound.
    if (playedNs[row] === 0 || capturedNs[row] === 0) continue;
    add(row, played[row]!, playedNs[row]!);
    add(row, playedAfter[row]!, playedAfterNs[row]!);
  }
  return bounds;
}

function common(a: Interval, b: Interval): Interval {
  return { low: Math.max(a.low, b.low), high: Math.min(a.high, b.high) };
}

function lineOffset(
  { played, captured, playedAfter }: PointerPairs,
  frame: number,
): PointerOffset | undefined {
  const width = (row: number) => playedAfter[row]! - played[row]!;
  const all = Array.from({ length: played.length }, (_, row) => row);
  const widths = all.map(width).sort((a, b) => a - b);
  const limit = widths[Math.floor(TIGHT_SHARE * widths.length)]!;
  const rows = all.filter((row) => width(row) <= limit);
  const x = Float64Array.from(rows, (row) => (played[row]! + playedAfter[row]!) / 2);
  const y = x.map((at, i) => captured[rows[i]!]! - at);
  if (x[0] === x[x.length - 1]) return undefined;
  const line = fitLine(x, y);
  return {
    frames: lineAt(line, frame),
    spreadFrames: Math.abs(line.largestResidual),
    ppm: line.slope * 1e6,
  };
}
