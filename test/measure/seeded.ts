/** Random numbers that are the same in every run. */
export interface Seeded {
  /** Even from 0 to below 1. */
  readonly even: () => number;
  /** Normal, mean 0, deviation 1. */
  readonly normal: () => number;
}

export function seeded(seed: number): Seeded {
  let state = seed >>> 0;
  const even = () => {
    // Steele and Vigna's mixing of a counter, in 32 bits.
    state = (state + 0x9e3779b9) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return ((z ^ (z >>> 16)) >>> 0) / 2 ** 32;
  };
  const normal = () => Math.sqrt(-2 * Math.log(1 - even())) * Math.cos(2 * Math.PI * even());
  return { even, normal };
}
