/** Where a search ended: cycles per frame, to about a quarter of 1/`frames`. */
export interface ToneEstimate {
  readonly cyclesPerFrame: number;
  /** Length of the stretch, in the middle of the samples, that was searched. */
  readonly frames: number;
}

const INITIAL_WINDOW_FRAMES = 4096;
/** Fewer cycles than this in a stretch make the peak of its spectrum unsure. */
const MIN_CYCLES = 4;
/** Half the width of the band searched around a guess, in cycles a stretch. */
const GUESS_HALF_WIDTH_CYCLES = 8;

/**
 * The strongest frequency in `samples`, by Goertzel's algorithm on a grid of half cycles a stretch.
 * Starts with a short stretch and doubles it while it holds too few cycles, so that the cost stays
 * near 30 million steps without a guess and near 100 000 with one.
 */
export function searchTone(samples: Float64Array, guess: number | undefined): ToneEstimate {
  let frames = Math.min(samples.length, INITIAL_WINDOW_FRAMES);
  let from = guess === undefined ? 0 : guess - GUESS_HALF_WIDTH_CYCLES / frames;
  let to = guess === undefined ? 0.5 : guess + GUESS_HALF_WIDTH_CYCLES / frames;
  for (;;) {
    const cyclesPerFrame = strongestFrequency(centralSamples(samples, frames), from, to);
    const unsure = cyclesPerFrame * frames < MIN_CYCLES;
    if (!unsure || frames === samples.length) return { cyclesPerFrame, frames };
    from = 0;
    to = (2 * MIN_CYCLES) / frames;
    frames = Math.min(samples.length, 2 * frames);
  }
}

/** The `frames` samples in the middle, not copied. */
export function centralSamples(samples: Float64Array, frames: number): Float64Array {
  const start = (samples.length - frames) >> 1;
  return samples.subarray(start, start + frames);
}

function strongestFrequency(stretch: Float64Array, from: number, to: number): number {
  const mean = stretch.reduce((sum, value) => sum + value, 0) / stretch.length;
  const step = 0.5 / stretch.length;
  const first = Math.max(1, Math.round(from / step));
  const last = Math.min(stretch.length - 1, Math.round(to / step));
  let best = first;
  let bestPower = -1;
  for (let point = first; point <= last; point++) {
    const power = goertzelPower(stretch, mean, point * step);
    if (power <= bestPower) continue;
    best = point;
    bestPower = power;
  }
  return best * step;
}

function goertzelPower(stretch: Float64Array, mean: number, cyclesPerFrame: number): number {
  const feedback = 2 * Math.cos(2 * Math.PI * cyclesPerFrame);
  let last = 0;
  let beforeLast = 0;
  for (let frame = 0; frame < stretch.length; frame++) {
    const now = stretch[frame]! - mean + feedback * last - beforeLast;
    beforeLast = last;
    last = now;
  }
  return last * last + beforeLast * beforeLast - feedback * last * beforeLast;
}
