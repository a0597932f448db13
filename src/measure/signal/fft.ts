/**
 * In-place complex FFT and its inverse for `size` elements, a power of two from 1 (Cooley-Tukey).
 * Real input has zeros in `im`. The twiddle factors are computed once: keep one object per size.
 */
export class Fft {
  readonly size: number;
  readonly #cos: Float64Array;
  readonly #sin: Float64Array;

  constructor(size: number) {
    this.size = size;
    this.#cos = Float64Array.from({ length: size >> 1 }, (_, i) =>
      Math.cos((2 * Math.PI * i) / size),
    );
    this.#sin = Float64Array.from({ length: size >> 1 }, (_, i) =>
      Math.sin((2 * Math.PI * i) / size),
    );
  }

  /** Replaces `re + i im` by its sums with exp(-2 pi i k n / size). */
  forward(re: Float64Array, im: Float64Array): void {
    swapBitReversed(re, im);
    for (let length = 2; length <= this.size; length *= 2) this.#stage(re, im, length);
  }

  /** Inverse of `forward`, divided by the size. */
  inverse(re: Float64Array, im: Float64Array): void {
    this.forward(im, re);
    for (let i = 0; i < this.size; i++) {
      re[i]! /= this.size;
      im[i]! /= this.size;
    }
  }

  #stage(re: Float64Array, im: Float64Array, length: number): void {
    const half = length >> 1;
    const stride = this.size / length;
    for (let start = 0; start < this.size; start += length) {
      for (let i = 0; i < half; i++) {
        const cos = this.#cos[i * stride]!;
        const sin = this.#sin[i * stride]!;
        const upper = start + i;
        const lower = upper + half;
        const turnedRe = re[lower]! * cos + im[lower]! * sin;
        const turnedIm = im[lower]! * cos - re[lower]! * sin;
        re[lower] = re[upper]! - turnedRe;
        im[lower] = im[upper]! - turnedIm;
        re[upper]! += turnedRe;
        im[upper]! += turnedIm;
      }
    }
  }
}

/** Smallest power of two that is at least `length`. */
export function powerOfTwoFrom(length: number): number {
  let power = 1;
  while (power < length) power *= 2;
  return power;
}

function swapBitReversed(re: Float64Array, im: Float64Array): void {
  const size = re.length;
  let reversed = 0;
  for (let i = 1; i < size; i++) {
    let bit = size >> 1;
    for (; reversed & bit; bit >>= 1) reversed ^= bit;
    reversed ^= bit;
    if (i >= reversed) continue;
    const heldRe = re[i]!;
    const heldIm = im[i]!;
    re[i] = re[reversed]!;
    im[i] = im[reversed]!;
    re[reversed] = heldRe;
    im[reversed] = heldIm;
  }
}
