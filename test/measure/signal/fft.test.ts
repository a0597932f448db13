import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Fft, powerOfTwoFrom } from '../../../src/measure/signal/fft.js';

const element = fc.double({ min: -1, max: 1, noNaN: true });
const signal = fc
  .integer({ min: 0, max: 7 })
  .chain((bits) => fc.array(element, { minLength: 2 ** bits, maxLength: 2 ** bits }));

/** By the definition, sum after sum. */
function naive(re: readonly number[]): { re: number[]; im: number[] } {
  const sums = re.map((_, k) =>
    re.reduce(
      (sum, value, n) => {
        const turn = (-2 * Math.PI * k * n) / re.length;
        return { re: sum.re + value * Math.cos(turn), im: sum.im + value * Math.sin(turn) };
      },
      { re: 0, im: 0 },
    ),
  );
  return { re: sums.map((each) => each.re), im: sums.map((each) => each.im) };
}

describe('the Fourier transform', () => {
  it('agrees with its definition', () => {
    fc.assert(
      fc.property(signal, (samples) => {
        const re = Float64Array.from(samples);
        const im = new Float64Array(samples.length);
        new Fft(samples.length).forward(re, im);
        const wanted = naive(samples);
        samples.forEach((_, k) => {
          expect(re[k]).toBeCloseTo(wanted.re[k]!, 10);
          expect(im[k]).toBeCloseTo(wanted.im[k]!, 10);
        });
      }),
      { numRuns: 40 },
    );
  });

  it('is undone by its inverse, in both parts', () => {
    fc.assert(
      fc.property(signal, (samples) => {
        const re = Float64Array.from(samples);
        const im = Float64Array.from(samples).reverse();
        const fft = new Fft(samples.length);
        fft.forward(re, im);
        fft.inverse(re, im);
        samples.forEach((value, i) => {
          expect(re[i]).toBeCloseTo(value, 12);
          expect(im[i]).toBeCloseTo(samples[samples.length - 1 - i]!, 12);
        });
      }),
    );
  });
});

it('the power of two is the smallest that is not below the length', () => {
  expect([1, 2, 3, 1024, 1025].map(powerOfTwoFrom)).toEqual([1, 2, 4, 1024, 2048]);
});
