const TIME_UNITS: readonly (readonly [ns: number, name: string])[] = [
  [1e9, 's'],
  [1e6, 'ms'],
  [1e3, 'µs'],
  [1, 'ns'],
];
const NARROW_NO_BREAK_SPACE = '\u202f';

/** Formats a number to `digits` digits with its unit: `1.25 ms`, `48000 Hz`, `-3 frames`. */
export function formatQuantity(value: number, unit: string, digits = 3): string {
  const { scale, name } = selectUnit(Math.abs(value), unit);
  const scaled = value / scale;
  // Digits before the decimal point are always exact.
  const isWhole = Math.abs(scaled) >= 10 ** (digits - 1);
  const text = isWhole ? scaled.toFixed(0) : dropTrailingZeros(scaled.toPrecision(digits));
  return appendUnit(text, name);
}

/** Formats the ticks of an axis in one unit, with enough decimals to distinguish them. */
export function formatTicks(values: readonly number[], unit: string): string[] {
  const { scale, name } = selectUnit(Math.max(...values.map(Math.abs)), unit);
  const decimals = decimalsToSeparate(values, scale);
  return values.map((value) => appendUnit(dropSignOfZero((value / scale).toFixed(decimals)), name));
}

/** Formats the ends of a range in one unit, with three digits of their difference. */
export function formatRange(min: number, max: number, unit: string): [string, string] {
  const { scale, name } = selectUnit(Math.max(Math.abs(min), Math.abs(max)), unit);
  const span = (max - min) / scale || 1;
  const decimals = Math.min(12, Math.max(0, 2 - Math.floor(Math.log10(span))));
  const text = (value: number) =>
    appendUnit(dropSignOfZero(dropTrailingZeros((value / scale).toFixed(decimals))), name);
  return [text(min), text(max)];
}

/**
 * Places the unit of an axis: at each tick for times, whose unit depends on their size; otherwise
 * after the label of the axis.
 */
export function labelAxis(label: string, unit: string): { label: string; tickUnit: string } {
  if (unit === 'ns' || unit === '') return { label, tickUnit: unit };
  return { label: `${label}, ${unit}`, tickUnit: '' };
}

/** Formats a count with its digits in groups of three: `12 345`. */
export function formatCount(count: number): string {
  const digits = String(count);
  if (count < 10_000 || !/^\d+$/.test(digits)) return digits;
  return digits.replace(/\B(?=(?:\d{3})+$)/g, NARROW_NO_BREAK_SPACE);
}

function selectUnit(size: number, unit: string): { scale: number; name: string } {
  if (unit !== 'ns') return { scale: 1, name: unit };
  // 999.5 ns and more would be rounded up to the next unit.
  const [scale, name] =
    TIME_UNITS.find(([ns]) => size >= 0.9995 * ns) ?? TIME_UNITS[TIME_UNITS.length - 1]!;
  return { scale, name };
}

function decimalsToSeparate(values: readonly number[], scale: number): number {
  const ascending = [...values].sort((a, b) => a - b);
  const steps = ascending.slice(1).map((value, i) => (value - ascending[i]!) / scale);
  const step = Math.min(...steps.filter((each) => each > 0), 1);
  for (let decimals = 0; decimals < 12; decimals++) {
    const shown = step * 10 ** decimals;
    if (shown >= 1 && Math.abs(shown - Math.round(shown)) < 1e-6 * shown) return decimals;
  }
  return Math.max(0, Math.ceil(1 - Math.log10(step)));
}

/** Removes trailing zeros of a fraction. */
function dropTrailingZeros(text: string): string {
  return text.includes('.') && !text.includes('e') ? text.replace(/\.?0+$/, '') : text;
}

/** Removes the sign of a negative zero. */
function dropSignOfZero(text: string): string {
  return /^-0(?:\.0*)?$/.test(text) ? text.slice(1) : text;
}

function appendUnit(text: string, name: string): string {
  return name === '' ? text : `${text} ${name}`;
}
