import type { SampleCodec, SampleView } from './sample-codec.js';

/** Sums over a range of samples of one channel, in normalized values. */
export class SampleSums {
  /** Largest magnitude; non-finite samples are ignored. */
  peak = 0;
  sum = 0;
  squares = 0;
  /** Number of samples at or beyond an end of the raw range, including non-finite ones. */
  clips = 0;
}

/** Sums `frames` samples, element `first` and every `step`-th after it, into `out`. */
export type SumSamples = (
  view: SampleView,
  first: number,
  step: number,
  frames: number,
  out: SampleSums,
) => void;

/** Number of 16-bit samples whose sum, and the halves of whose squares, always fit into 32 bits. */
const MAX_EXACT_S16_SAMPLES = 32_768;

/**
 * Returns the fastest summing function for a format: specialized loops for common integer formats,
 * otherwise a loop that calls the codec per sample. None allocates.
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

/** Sums in exact integers; squares are split into two halves so that no float is needed. */
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

/** @param shift number of padding bits above a sample in its word */
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
