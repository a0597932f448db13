import { Fft, powerOfTwoFrom } from './fft.js';

/** Spectrum of a signal, or cross spectrum of two; `size` elements in each array. */
export interface Spectrum {
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
export function crossSpectrum(recording: ArrayLike<number>, signal: ArrayLike<number>): Spectrum {
  const fft = new Fft(powerOfTwoFrom(recording.length + signal.length));
  return crossOf(spectrumOf(fft, recording), spectrumOf(fft, signal));
}

/** Cross spectrum of two spectra of one size, weighted as in `crossSpectrum`. */
export function crossOf(recorded: Spectrum, known: Spectrum): Spectrum {
  const { size } = recorded;
  const cross = { size, re: new Float64Array(size), im: new Float64Array(size) };
  for (let i = 0; i < size; i++) {
    const weight = weightAt(Math.min(i, size - i) / size);
    const re = recorded.re[i]! * known.re[i]! + recorded.im[i]! * known.im[i]!;
    const im = recorded.im[i]! * known.re[i]! - recorded.re[i]! * known.im[i]!;
    cross.re[i] = weight * re;
    cross.im[i] = weight * im;
  }
  return cross;
}

/** Correlation at every integer lag; a negative lag is stored at size + lag. */
export function correlationOf({ size, re, im }: Spectrum, fft: Fft = new Fft(size)): Float64Array {
  const lags = Float64Array.from(re);
  fft.inverse(lags, Float64Array.from(im));
  return lags;
}

/** Correlation at one lag: value, slope and curvature. */
export interface LagShape {
  readonly height: number;
  readonly slope: number;
  readonly bend: number;
}

/** Correlation at any lag, by the sum over its frequencies: exact interpolation. */
export function shapeAt({ size, re, im }: Spectrum, lag: number): LagShape {
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

/** Spectrum of samples, padded with zeros to the size of `fft`. */
export function spectrumOf(fft: Fft, samples: ArrayLike<number>): Spectrum {
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
