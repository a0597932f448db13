import { describe, expect, it } from 'vitest';
import {
  formatCount,
  formatQuantity,
  formatRange,
  formatTicks,
  labelAxis,
} from '../../src/report/quantity.js';

describe('formatQuantity', () => {
  it('formats a time in the unit of its size, to three digits', () => {
    const texts = [0, 7, 999, 1000, 1250, 20_833, 3.02e6, 1.5e9, -4200].map((ns) =>
      formatQuantity(ns, 'ns'),
    );
    expect(texts).toEqual([
      '0 ns',
      '7 ns',
      '999 ns',
      '1 µs',
      '1.25 µs',
      '20.8 µs',
      '3.02 ms',
      '1.5 s',
      '-4.2 µs',
    ]);
  });

  it('never shows a thousand of a unit', () => {
    expect(formatQuantity(999_700, 'ns')).toBe('1 ms');
    expect(formatQuantity(999_400, 'ns')).toBe('999 µs');
  });

  it('keeps all digits before the point, and the unit', () => {
    expect(formatQuantity(48_001.77, 'Hz')).toBe('48002 Hz');
    expect(formatQuantity(48_001.777, 'Hz', 8)).toBe('48001.777 Hz');
    expect(formatQuantity(100, 'frames', 1)).toBe('100 frames');
    expect(formatQuantity(0.5, '')).toBe('0.5');
  });
});

describe('the labels of an axis', () => {
  it('have one unit and enough decimals to distinguish them', () => {
    expect(formatTicks([0, 5e5, 1e6, 1.5e6], 'ns')).toEqual([
      '0.0 ms',
      '0.5 ms',
      '1.0 ms',
      '1.5 ms',
    ]);
    expect(formatTicks([0, 2e9, 4e9], 'ns')).toEqual(['0 s', '2 s', '4 s']);
    expect(formatTicks([1_000_250, 1_000_500], 'ns')).toEqual(['1.00025 ms', '1.00050 ms']);
    expect(formatTicks([-0.5, 0, 0.5], 'ppm')).toEqual(['-0.5 ppm', '0.0 ppm', '0.5 ppm']);
  });

  it('show a unit that is not a time once, after the label', () => {
    expect(labelAxis('step', 'frames')).toEqual({ label: 'step, frames', tickUnit: '' });
    expect(labelAxis('delay', 'ns')).toEqual({ label: 'delay', tickUnit: 'ns' });
  });
});

it('formatRange shows three digits of the difference', () => {
  expect(formatRange(35.812_34, 38.234_56, 'ppm')).toEqual(['35.81 ppm', '38.23 ppm']);
  expect(formatRange(0, 1e10, 'ns')).toEqual(['0 s', '10 s']);
  expect(formatRange(5, 5, '')).toEqual(['5', '5']);
});

it('formatCount groups digits in threes', () => {
  expect([0, 9999, 10_000, 1_234_567].map(formatCount)).toEqual([
    '0',
    '9999',
    '10\u202f000',
    '1\u202f234\u202f567',
  ]);
});
