/** Result of a search; `cyclesPerFrame` is accurate to about a quarter of 1/`frames`. */
export interface ToneEstimate {
  readonly cyclesPerFrame: number;
  /** Length of the window, centred in the samples, that was searched. */
  readonly frames: number;
}

const INITIAL_WINDOW_FRAMES = 4096;
/** Minimum cycles in a window for a reliable peak of its spectrum. */
const MIN_CYCLES = 4;
/** Half the width of the band searched around a guess, in cycles per window. */
const GUESS_HALF_WIDTH_CYCLES = 8;

/**
 * Finds the strongest frequency in `samples` by Goertzel's algorithm on a grid of half a cycle per
 * window. It starts with a short window and doubles it while it holds too few cycles, which limits
 * the cost to about 30 million steps without a guess and 100 000 with one.
 * @param guess expected frequency in cycles per frame
 */
export function searchTone(samples: Float64Array, guess: number | undefined): ToneEstimate {
  let frames = Math.min(samples.length, INITIAL_WINDOW_FRAMES);
  let from = guess === undefined ? 0 : guess - GUESS_HALF_WIDTH_CYCLES / frames;
  let to = guess === undefined ? 0.5 : guess + GUESS_HALF_WIDTH_CYCLES / frames;
  for (;;) {
    const cyclesPerFrame = strongestFrequency(centralSamples(samples, frames), from, to);
    const unreliable = cyclesPerFrame * frames < MIN_CYCLES;
    if (!unreliable || frames === samples.length) return { cyclesPerFrame, frames };
    from = 0;
    to = (2 * MIN_CYCLES) / frames;
    frames = Math.min(samples.length, 2 * frames);
  }
}

/** Returns a view of the middle `frames` samples. */
export function centralSamples(samples: Float64Array, frames: number): Float64Array {
  const start = (samples.length - frames) >> 1;
  return samples.subarray(start, start + frames);
}

function strongestFrequency(window: Float64Array, from: number, to: number): number {
  const mean = window.reduce((sum, value) => sum + value, 0) / window.length;
  const step = 0.5 / window.length;
  const first = Math.max(1, Math.round(from / step));
  const last = Math.min(window.length - 1, Math.round(to / step));
  let best = first;
  let bestPower = -1;
  for (let point = first; point <= last; point++) {
    const power = goertzelPower(window, mean, point * step);
    if (power <= bestPower) continue;
    best = point;
    bestPower = power;
  }
  return best * step;
}

function goertzelPower(window: Float64Array, mean: number, cyclesPerFrame: number): number {
  const feedback = 2 * Math.cos(2 * Math.PI * cyclesPerFrame);
  let last = 0;
  let beforeLast = 0;
  for (let frame = 0; frame < window.length; frame++) {
    const now = window[frame]! - mean + feedback * last - beforeLast;
    beforeLast = last;
    last = now;
  }
  return last * last + beforeLast * beforeLast - feedback * last * beforeLast;
}
