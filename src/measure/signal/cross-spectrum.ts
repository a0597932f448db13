import { Fft, powerOfTwoFrom } from './fft.js';

/** Cross spectrum of two signals; `size` elements in each array. */
export interface CrossSpectrum {
  readonly size: number;
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** Frequencies in cycles per frame up to which everything counts, and from which nothing does. */
const FULL_TO = 0.35;
const NOTHING_FROM = 0.48;

/**
 * Spectrum of the correlation of `recording` with `signal`, both padded so that nothing wraps
 * around. DC is left out, and frequencies near half the rate are tapered, because converters and
 * interpolation distort them; both keep the correlation symmetric, so that its peak stays in place.
 */
export function crossSpectrum(
  recording: ArrayLike<number>,
  signal: ArrayLike<number>,
): CrossSpectrum {
  const size = powerOfTwoFrom(recording.length + signal.length);
  const fft = new Fft(size);
  const recorded = spectrumOf(fft, recording);
  const known = spectrumOf(fft, signal);
  for (let i = 0; i < size; i++) {
    const weight = weightAt(Math.min(i, size - i) / size);
    const re = recorded.re[i]! * known.re[i]! + recorded.im[i]! * known.im[i]!;
    const im = recorded.im[i]! * known.re[i]! - recorded.re[i]! * known.im[i]!;
    recorded.re[i] = weight * re;
    recorded.im[i] = weight * im;
  }
  return recorded;
}

/** Correlation at every integer lag; a negative lag is stored at size + lag. */
export function correlationOf({ size, re, im }: CrossSpectrum): Float64Array {
  const lags = Float64Array.from(re);
  new Fft(size).inverse(lags, Float64Array.from(im));
  return lags;
}

/** Correlation at one lag: value, slope and curvature. */
export interface LagShape {
  readonly height: number;
  readonly slope: number;
  readonly bend: number;
}

/** Correlation at any lag, by the sum over its frequencies: exact interpolation. */
export function shapeAt({ size, re, im }: CrossSpectrum, lag: number): LagShape {
  let height = 0;
  let slope = 0;
  let bend = 0;
  for (let i = 1; i < NOTHING_FROM * size; i++) {
    const turn = (2 * Math.PI * i) / size;
    const cos = Math.cos(turn * lag);
    const sin = Math.sin(turn * lag);
    height += re[i]! * cos - im[i]! * sin;
    slope -= turn * (re[i]! * sin + im[i]! * cos);
    bend -= turn * turn * (re[i]! * cos - im[i]! * sin);
  }
  // Each frequency stands for its negative one as well.
  const scale = 2 / size;
  return { height: scale * height, slope: scale * slope, bend: scale * bend };
}

function spectrumOf(fft: Fft, samples: ArrayLike<number>): CrossSpectrum {
  const re = new Float64Array(fft.size);
  const im = new Float64Array(fft.size);
  for (let i = 0; i < samples.length; i++) re[i] = samples[i]!;
  fft.forward(re, im);
  return { size: fft.size, re, im };
}

function weightAt(cyclesPerFrame: number): number {
  if (cyclesPerFrame === 0 || cyclesPerFrame >= NOTHING_FROM) return 0;
  if (cyclesPerFrame <= FULL_TO) return 1;
  const way = (cyclesPerFrame - FULL_TO) / (NOTHING_FROM - FULL_TO);
  return (1 + Math.cos(Math.PI * way)) / 2;
}
