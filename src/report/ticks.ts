import { roundStep } from '../measure/statistic/bins.js';

/** What a decade is parted by, finest first. */
const DECADE_MULTIPLES = [[1, 2, 5], [1, 3], [1]];

/**
 * The round numbers from `from` to `to`, 1, 2 or 5 times a power of ten apart: at most `most` + 1 of them
 * or, where that leaves fewer than two, the fewest above it.
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
 * Round numbers from `from`, above 0, to `to`, each about as many times the one before, at most `most` + 1:
 * powers of ten, not all of them where they are too many, or numbers between them where they are few.
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

/** Ten to a whole power, as near as it is when written down. */
function powerOfTen(exponent: number): number {
  return Number(`1e${exponent}`);
}

/** Without what multiplying left behind the step's last figure. */
function roundToStepPrecision(value: number, step: number): number {
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return decimals > 15 ? value : Number(value.toFixed(decimals)) + 0;
}
