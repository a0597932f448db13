import { describe, expect, it } from 'vitest';
import {
  byteCount,
  duration,
  formatOrPreset,
  framesOrDuration,
  integer,
  list,
  mapType,
  number,
  oneOf,
  path,
  sampleRate,
  sizeRange,
} from '../../../src/cli/options/types.js';

describe('number types', () => {
  it('enforce their bounds, and state them', () => {
    const rate = integer(1, 100, 'HZ', 'Hz');
    expect(['1', '100', '0', '101', '1.5', '1e1', '0x1', ''].map(rate.parse)).toEqual([
      1,
      100,
      ...Array(6),
    ]);
    expect(rate.expected).toBe('an integer from 1 to 100 (Hz)');
    const level = number(-200, 0, 'DBFS', 'dBFS');
    expect(['-6', '-.5', '-1e2', '0.1', 'x'].map(level.parse)).toEqual([
      -6,
      -0.5,
      -100,
      undefined,
      undefined,
    ]);
    const time = duration(1e-3, 3600);
    expect(['0', '1ms', '1h', '61m'].map(time.parse)).toEqual([undefined, 1e-3, 3600, undefined]);
    expect(time.expected).toBe('a time from 1ms to 3600s such as 5, 500ms or 1h30m');
  });

  it('mapType converts valid values only', () => {
    const ns = mapType(duration(0, 10), (seconds) => Math.round(seconds * 1e9));
    expect(['500us', '11'].map(ns.parse)).toEqual([500_000, undefined]);
  });
});

describe('sampleRate', () => {
  it.each([
    ['48000', 48_000],
    ['48k', 48_000],
    ['44.1k', 44_100],
    ['11.025k', 11_025],
    ['192kHz', 192_000],
    ['8000Hz', 8000],
  ])('parses %s', (text, rateHz) => expect(sampleRate().parse(text)).toBe(rateHz));

  it.each(['', '0', '44.1', '12345678', '48m', '-48k', '1e3', '.0001k'])('rejects "%s"', (text) =>
    expect(sampleRate().parse(text)).toBeUndefined(),
  );
});

describe('framesOrDuration', () => {
  it.each([
    ['1024', { frames: 1024 }],
    ['10ms', { ns: 10_000_000 }],
    ['500us', { ns: 500_000 }],
    ['0.5s', { ns: 500_000_000 }],
  ])('parses %s', (text, size) => expect(framesOrDuration().parse(text)).toEqual(size));

  it.each(['', '0', '0ms', '1.5', '-1', '10x', String(2 ** 31 + 1)])('rejects "%s"', (text) =>
    expect(framesOrDuration().parse(text)).toBeUndefined(),
  );
});

describe('formatOrPreset', () => {
  it.each([
    ['S16_LE', { format: 'S16_LE' }],
    ['float_le', { format: 'FLOAT_LE' }],
    ['cd', { format: 'S16_LE', channels: 2, rateHz: 44_100 }],
    ['dat', { format: 'S16_LE', channels: 2, rateHz: 48_000 }],
    ['S20', undefined],
  ])('parses %s', (text, choice) => expect(formatOrPreset().parse(text)).toEqual(choice));
});

describe('byteCount', () => {
  it.each([
    ['700000', 700_000],
    ['64k', 65_536],
    ['64K', 65_536],
    ['100M', 104_857_600],
    ['1.5G', 1_610_612_736],
    ['2t', 2_199_023_255_552],
  ])('parses %s', (text, bytes) => expect(byteCount(1).parse(text)).toBe(bytes));

  it.each(['', 'k', '-1', '1kB', '1 k', '1e3', '0x10', '99999999t', '.5k'])(
    'rejects "%s"',
    (text) => expect(byteCount(1).parse(text)).toBeUndefined(),
  );
});

describe('lists', () => {
  const integers = list(integer(1, 100), 'NS');
  it.each([
    ['2', [2]],
    ['2,3,4', [2, 3, 4]],
    ['4,2,4', [4, 2]],
  ])('list parses %s', (text, numbers) => expect(integers.parse(text)).toEqual(numbers));

  it.each(['', ',', '2,', '2,x', '1.5', '0', '101', '2 3', '2:4', '1,'.repeat(70)])(
    'list rejects "%s"',
    (text) => expect(integers.parse(text)).toBeUndefined(),
  );

  const sizes = sizeRange(integer(1, 1000), 'SIZES');
  it.each([
    ['64:512', [64, 128, 256, 512]],
    ['48:200', [48, 96, 192]],
    ['64:64', [64]],
    ['64,96', [64, 96]],
    ['100', [100]],
  ])('sizeRange parses %s', (text, expected) => expect(sizes.parse(text)).toEqual(expected));

  it.each(['64:', ':64', '128:64', '64:128:256', '64:2000', '0:64', '64:x', ''])(
    'sizeRange rejects "%s"',
    (text) => expect(sizes.parse(text)).toBeUndefined(),
  );
});

describe('words', () => {
  it('oneOf accepts its choices only', () => {
    expect(['stop', 'STOP', ''].map(oneOf(['recover', 'stop'], 'ACTION').parse)).toEqual([
      'stop',
      undefined,
      undefined,
    ]);
  });

  it('path accepts "-" only if stdout is allowed', () => {
    expect(['-', 'x', ''].map(path().parse)).toEqual(['-', 'x', undefined]);
    expect(path({ stdout: false }).parse('-')).toBeUndefined();
  });
});
