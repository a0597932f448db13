import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDurationNs } from '../../../src/cli/options/time-syntax.js';

describe('parseDurationNs', () => {
  it.each([
    ['5', 5e9],
    ['.5', 5e8],
    ['0.07', 7e7],
    ['500ms', 5e8],
    ['10us', 1e4],
    ['50ns', 50],
    ['1h30m', 5400e9],
    ['1m1.5s', 61.5e9],
    ['2d', 172_800e9],
    ['1m500ms', 60.5e9],
    ['0', 0],
  ])('parses %s', (text, ns) => expect(parseDurationNs(text)).toBe(ns));

  it.each(['', '5 s', '1e3', '1.5h30m', '30m1h', '1h1h', '1x', '-1', 's', '1.2.3s', '1S', '0x1'])(
    'rejects "%s"',
    (text) => expect(parseDurationNs(text)).toBeUndefined(),
  );

  it('is the inverse of writing each unit', () => {
    const part = fc.nat({ max: 59 });
    fc.assert(
      fc.property(part, part, part, fc.nat({ max: 999 }), (h, m, s, ms) => {
        const ns = (h * 3600 + m * 60 + s) * 1e9 + ms * 1e6;
        expect(parseDurationNs(`${h}h${m}m${s}s${ms}ms`)).toBe(ns);
      }),
    );
  });
});
