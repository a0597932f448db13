import { roundStep } from '../measure/statistic/bins.js';

/** Maps a value to a position in a drawing, in pixels. */
export type Scale = (value: number) => number;

/** Maps `from` to `start` and `to` to `end`, linearly. */
export function linearScale(from: number, to: number, start: number, end: number): Scale {
  const span = to - from || 1;
  return (value) => start + ((value - from) / span) * (end - start);
}

/** The same on a logarithmic scale; `from` must be above 0. */
export function logScale(from: number, to: number, start: number, end: number): Scale {
  const span = Math.log(to / from) || 1;
  return (value) => start + (Math.log(value / from) / span) * (end - start);
}

/** Multiples of a power of ten that may be ticks, finest first. */
const DECADE_MULTIPLES = [[1, 2, 5], [1, 3], [1]];

/**
 * Returns round numbers from `from` to `to`, 1, 2 or 5 times a power of ten apart: up to `max` + 1,
 * or more if there would be fewer than two.
 */
export function linearTicks(from: number, to: number, max: number): number[] {
  if (!(to > from)) return [from];
  const step = roundStep((to - from) / max);
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  if (last <= first) return linearTicks(from, to, max + 1);
  return Array.from({ length: last - first + 1 }, (_, i) =>
    roundToStepPrecision((first + i) * step, step),
  );
}

/**
 * Returns up to `max` + 1 round numbers from `from` (above 0) to `to` for a logarithmic scale:
 * powers of ten, thinned if there are too many, with numbers between them if there are few.
 */
export function logTicks(from: number, to: number, max: number): number[] {
  const first = Math.floor(Math.log10(from) + 1e-9);
  const last = Math.ceil(Math.log10(to) - 1e-9);
  const decades = Array.from({ length: last - first + 1 }, (_, i) => powerOfTen(first + i));
  const inside = (value: number) => value >= from * (1 - 1e-9) && value <= to * (1 + 1e-9);
  const whole = decades.filter(inside);
  if (whole.length >= 3) {
    const every = Math.ceil(whole.length / (max + 1));
    return whole.filter((_, i) => i % every === 0);
  }
  const between = DECADE_MULTIPLES.map((marks) =>
    decades.flatMap((decade) => marks.map((mark) => mark * decade)).filter(inside),
  );
  const fitting = between.find(({ length }) => length >= 2 && length <= max + 1);
  return fitting ?? linearTicks(from, to, max);
}

/** A power of ten, correctly rounded. */
function powerOfTen(exponent: number): number {
  return Number(`1e${exponent}`);
}

/** Removes the rounding error of a multiple of `step`. */
function roundToStepPrecision(value: number, step: number): number {
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return decimals > 15 ? value : Number(value.toFixed(decimals)) + 0;
}
