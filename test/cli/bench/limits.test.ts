import { describe, expect, it } from 'vitest';
import {
  disconnectedLimit,
  durationNs,
  forbidden,
  maxLimit,
  minLimit,
} from '../../../src/cli/bench/limits.js';
import { formatTime, parseDurationNs } from '../../../src/cli/options/time-syntax.js';

describe('a limit', () => {
  it('has no result if its option is not given', () => {
    expect(maxLimit('max-step', undefined, 5, 'step 5')).toEqual([]);
    expect(minLimit('min-ratio', undefined, 5, 'ratio 5')).toEqual([]);
  });

  it('includes its bound', () => {
    expect(maxLimit('max-step', 5, 5, 'step 5')).toMatchObject([{ within: true }]);
    expect(minLimit('min-ratio', 5, 5, 'ratio 5')).toMatchObject([{ within: true }]);
    expect(maxLimit('max-step', 5, 6, 'step 6')).toMatchObject([{ within: false }]);
    expect(minLimit('min-ratio', 5, 4, 'ratio 4')).toMatchObject([{ within: false }]);
  });

  it('is violated by NaN', () => {
    expect(maxLimit('max-ppm', 1, Number.NaN, '')).toMatchObject([{ within: false }]);
    expect(minLimit('min-ratio', 0, Number.NaN, '')).toMatchObject([{ within: false }]);
  });

  it('says what exceeds which option', () => {
    const [result] = maxLimit('max-wakeup', 500_000, 612_400, 'p99 612.4 us', formatTime);
    expect(result!.message).toBe('p99 612.4 us exceeds --max-wakeup=500us');
    expect(minLimit('min-ratio', 0.5, 0.4, 'ratio 0.4')[0]!.message).toBe(
      'ratio 0.4 is below --min-ratio=0.5',
    );
  });

  it('is written as its option takes it', () => {
    for (const ns of [0, 1, 999, 1500, 500_000, 1_234_567, 2e9, 90e9]) {
      expect(parseDurationNs(formatTime(ns))).toBe(ns);
    }
  });

  it('takes times in ns', () => {
    expect(durationNs(1e-9, 1).parse('500us')).toBe(500_000);
    expect(durationNs(1e-9, 1).parse('2')).toBeUndefined();
  });
});

it('forbidden events describe the first of them', () => {
  const describeStep = (first: number, all: readonly number[]) => `${first} of ${all.length}`;
  expect(forbidden('backward', [], describeStep)).toMatchObject({ within: true, message: '' });
  expect(forbidden('backward', [7, 8], describeStep)).toEqual({
    name: 'backward',
    limit: 0,
    measured: 2,
    within: false,
    message: '7 of 2',
  });
});

it('a removed device violates a limit with a code of its own', () => {
  expect(disconnectedLimit(undefined, 'the check')).toEqual([]);
  expect(disconnectedLimit('pages', 'the check')).toMatchObject([
    { within: false, code: 'DISCONNECTED', message: 'device disconnected during the check pages' },
  ]);
});
