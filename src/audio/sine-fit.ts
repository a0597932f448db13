import { AlsaMmapError } from '../device/errors.js';
import { solveLinearSystem } from './linear-system.js';
import { centralSamples, searchTone } from './tone-search.js';

/** Least-squares fit `dc + amplitude * sin(2 pi freqHz frame / rateHz + phase)` to samples. */
export interface SineFit {
  readonly rateHz: number;
  readonly freqHz: number;
  readonly amplitude: number;
  /** Phase at the first sample, in radians, -pi to pi. */
  readonly phase: number;
  readonly dc: number;
  /** RMS of the samples minus the sine. */
  readonly residualRms: number;
}

const MIN_FRAMES = 8;
const MAX_ITERATIONS = 30;

/**
 * Fits a sine by least squares on frequency, amplitude, phase and DC (Gauss-Newton, as in IEEE
 * 1057). It starts with a window short enough for the coarse search and doubles it until it covers
 * all samples. For a clean sine the relative error of the frequency is below 1e-9. A constant
 * signal gives amplitude 0 and 0 Hz. The tone must be present in all samples: leave out silence and
 * gaps.
 *
 * @param samples normalized samples, 8 or more
 * @param guessHz narrows and speeds up the search; it must be within 8 cycles per 4096 frames (94
 * Hz at 48 kHz), or per `samples.length` if that is smaller
 * @throws {AlsaMmapError} RANGE for fewer than 8 samples
 *
 * @example
 * import { fitSine } from 'alsa-mmap/sim';
 *
 * const samples = Float64Array.from({ length: 4800 }, (_, frame) => Math.sin(0.1 * frame));
 * const { freqHz, residualRms } = fitSine(samples, 48_000);
 * console.log(freqHz.toFixed(1), residualRms < 1e-9); // 763.9 true
 */
export function fitSine(samples: Float64Array, rateHz: number, guessHz?: number): SineFit {
  if (samples.length < MIN_FRAMES) {
    throw new AlsaMmapError(
      'RANGE',
      `cannot fit a sine: expected ${MIN_FRAMES} or more samples, got ${samples.length}`,
    );
  }
  if (samples.every((value) => value === samples[0])) {
    return { rateHz, freqHz: 0, amplitude: 0, phase: 0, dc: samples[0]!, residualRms: 0 };
  }
  const guess = guessHz === undefined ? undefined : guessHz / rateHz;
  const estimate = searchTone(samples, guess);
  let omega = 2 * Math.PI * estimate.cyclesPerFrame;
  for (let frames = estimate.frames; frames < samples.length; frames *= 2) {
    omega = refine(centralSamples(samples, frames), omega).omega;
  }
  const tone = refine(samples, omega);
  const phaseAtCentre = Math.atan2(tone.cosine, tone.sine);
  const fit = {
    rateHz,
    freqHz: (tone.omega * rateHz) / (2 * Math.PI),
    amplitude: Math.hypot(tone.cosine, tone.sine),
    phase: wrapPhase(phaseAtCentre - tone.omega * centreOf(samples)),
    dc: tone.dc,
  };
  return { ...fit, residualRms: residualRms(samples, fit) };
}

/**
 * Returns the index of the first sample that deviates from the fitted sine by more than `tolerance`
 * (normalized), or -1. `samples` must start at the first sample of the fit and may be longer.
 * @example
 * import { findDeviation, fitSine } from 'alsa-mmap/sim';
 *
 * const samples = Float64Array.from({ length: 4800 }, (_, frame) => Math.sin(0.1 * frame));
 * const fit = fitSine(samples, 48_000);
 * samples[1000] = 0; // a click
 * console.log(findDeviation(samples, fit, 0.001)); // 1000
 */
export function findDeviation(samples: Float64Array, fit: SineFit, tolerance: number): number {
  return samples.findIndex((value, frame) => !(Math.abs(value - valueAt(fit, frame)) <= tolerance));
}

interface Tone {
  /** Radians per frame. */
  readonly omega: number;
  readonly cosine: number;
  readonly sine: number;
  readonly dc: number;
}

/** Counts frames from the centre, which decouples frequency and phase. */
function refine(samples: Float64Array, startOmega: number): Tone {
  let tone: Tone = { omega: startOmega, cosine: 0, sine: 0, dc: 0 };
  const halfCycle = Math.PI / samples.length;
  for (let round = 0; round < MAX_ITERATIONS; round++) {
    const next = gaussNewtonStep(samples, tone);
    if (next === undefined) return tone;
    const step = Math.max(-halfCycle, Math.min(halfCycle, next.omega - tone.omega));
    tone = { ...next, omega: tone.omega + step };
    if (round > 0 && Math.abs(step) * samples.length < 1e-11) break;
  }
  return tone;
}

/** Solves only for cosine, sine and DC in the first step, which has no amplitude yet. */
function gaussNewtonStep(samples: Float64Array, from: Tone): Tone | undefined {
  const n = from.cosine === 0 && from.sine === 0 ? 3 : 4;
  const matrix = new Float64Array(n * n);
  const right = new Float64Array(n);
  const row = new Float64Array(4);
  const centre = centreOf(samples);
  for (let frame = 0; frame < samples.length; frame++) {
    const time = frame - centre;
    row[0] = Math.cos(from.omega * time);
    row[1] = Math.sin(from.omega * time);
    row[2] = 1;
    row[3] = (time / samples.length) * (from.sine * row[0] - from.cosine * row[1]);
    for (let i = 0; i < n; i++) {
      right[i]! += row[i]! * samples[frame]!;
      for (let k = 0; k < n; k++) matrix[i * n + k]! += row[i]! * row[k]!;
    }
  }
  const solution = solveLinearSystem(matrix, right);
  if (solution === undefined) return undefined;
  return {
    omega: from.omega + (solution[3] ?? 0) / samples.length,
    cosine: solution[0]!,
    sine: solution[1]!,
    dc: solution[2]!,
  };
}

function residualRms(samples: Float64Array, fit: Omit<SineFit, 'residualRms'>): number {
  const squares = samples.reduce(
    (sum, value, frame) => sum + (value - valueAt(fit, frame)) ** 2,
    0,
  );
  return Math.sqrt(squares / samples.length);
}

function valueAt(fit: Omit<SineFit, 'residualRms'>, frame: number): number {
  const cycles = (fit.freqHz * frame) / fit.rateHz;
  return fit.dc + fit.amplitude * Math.sin(2 * Math.PI * cycles + fit.phase);
}

function centreOf(samples: Float64Array): number {
  return (samples.length - 1) / 2;
}

function wrapPhase(radians: number): number {
  return radians - 2 * Math.PI * Math.round(radians / (2 * Math.PI));
}
