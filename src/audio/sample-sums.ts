import type { SampleCodec, SampleView } from './sample-codec.js';

/** What a run of samples of one channel adds up to, on unit scale. */
export class SampleSums {
  /** The largest magnitude; samples that are not finite have none. */
  peak = 0;
  sum = 0;
  squares = 0;
  /** Samples at or beyond either end of the raw range, and those that are not finite. */
  clips = 0;
}

/** Adds up `frames` samples from element `first` on, every `step`-th, into `out`. */
export type SumSamples = (
  view: SampleView,
  first: number,
  step: number,
  frames: number,
  out: SampleSums,
) => void;

/** Samples of 16 bits whose sum, and whose squares' upper and lower halves, certainly fit into 32 bits. */
const MAX_EXACT_S16_SAMPLES = 32_768;

/**
 * The fastest way to add up samples of a format: the loops over integers know their arrays, all
 * others ask the codec for each sample. None allocates.
 */
export function sumFunctionFor(codec: SampleCodec): SumSamples {
  switch (codec.format.name) {
    case 'S16_LE':
      return (view, first, step, frames, out) => {
        clear(out);
        for (let done = 0; done < frames; done += MAX_EXACT_S16_SAMPLES) {
          const count = Math.min(MAX_EXACT_S16_SAMPLES, frames - done);
          addS16(view as Int16Array, first + done * step, step, count, out);
        }
      };
    case 'S32_LE':
      return (view, first, step, frames, out) =>
        sumS32(view as Int32Array, first, step, frames, 0, out);
    case 'S24_LE':
      return (view, first, step, frames, out) =>
        sumS32(view as Int32Array, first, step, frames, 8, out);
    default:
      return (view, first, step, frames, out) => sumGeneric(codec, view, first, step, frames, out);
  }
}

/** Sums and squares are whole numbers, and exact: squares in two halves, as no float is met on the way. */
function addS16(
  view: Int16Array,
  first: number,
  step: number,
  frames: number,
  out: SampleSums,
): void {
  let high = -32768;
  let low = 32767;
  let sum = 0;
  let upper = 0;
  let lower = 0;
  const end = first + frames * step;
  for (let index = first; index < end; index += step) {
    const raw = view[index]!;
    if (raw > high) high = raw;
    if (raw < low) low = raw;
    sum = (sum + raw) | 0;
    const square = Math.imul(raw, raw);
    upper = (upper + (square >> 16)) | 0;
    lower = (lower + (square & 0xffff)) | 0;
  }
  out.peak = Math.max(out.peak, high / 32768, -low / 32768);
  out.sum += sum / 32768;
  out.squares += (upper * 2 ** 16 + lower) / 2 ** 30;
  if (high === 32767 || low === -32768) {
    for (let index = first; index < end; index += step) {
      const raw = view[index]!;
      if (raw === 32767 || raw === -32768) out.clips++;
    }
  }
}

/** @param shift the bits above a sample in its word, which mean nothing */
function sumS32(
  view: Int32Array,
  first: number,
  step: number,
  frames: number,
  shift: number,
  out: SampleSums,
): void {
  clear(out);
  const scale = 2 ** (31 - shift);
  const max = scale - 1;
  let high = -scale;
  let low = max;
  let sum = 0;
  let squares = 0;
  const end = first + frames * step;
  for (let index = first; index < end; index += step) {
    const raw = (view[index]! << shift) >> shift;
    if (raw > high) high = raw;
    if (raw < low) low = raw;
    const value: number = raw;
    sum += value;
    squares += value * value;
  }
  if (frames > 0) out.peak = Math.max(high, -low) / scale;
  out.sum = sum / scale;
  out.squares = squares / (scale * scale);
  if (high < max && low > -scale) return;
  for (let index = first; index < end; index += step) {
    const raw = (view[index]! << shift) >> shift;
    if (raw === max || raw === -scale) out.clips++;
  }
}

function sumGeneric(
  { min, max, get, toNormalized }: SampleCodec,
  view: SampleView,
  first: number,
  step: number,
  frames: number,
  out: SampleSums,
): void {
  clear(out);
  let peak = 0;
  let sum = 0;
  let squares = 0;
  let clips = 0;
  const end = first + frames * step;
  for (let index = first; index < end; index += step) {
    const raw = get(view, index);
    if (!(raw > min && raw < max)) clips++;
    if (!Number.isFinite(raw)) continue;
    const value = toNormalized(raw);
    const magnitude = Math.abs(value);
    if (magnitude > peak) peak = magnitude;
    sum += value;
    squares += value * value;
  }
  out.peak = peak;
  out.sum = sum;
  out.squares = squares;
  out.clips = clips;
}

function clear(out: SampleSums): void {
  out.peak = 0;
  out.sum = 0;
  out.squares = 0;
  out.clips = 0;
}
