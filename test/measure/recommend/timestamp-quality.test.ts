import { describe, expect, it } from 'vitest';
import { UpdateKind } from '../../../src/measure/pointer/samples.js';
import { timestampQuality } from '../../../src/measure/recommend/timestamp-quality.js';

const PARAMS = { periodSize: 1000, rateHz: 48_000 };
const PERIOD_NS = 1e12 / 48_000;
const BEGAN_NS = 5e12;

/** Quality of updates seen 0.2 ms after their timestamps, as changed by `change`. */
function quality(change: (stampNs: number, row: number) => number, rows = 50) {
  const at = Array.from({ length: rows }, (_, row) => BEGAN_NS + row * PERIOD_NS);
  return timestampQuality(
    {
      frame: at.map((_, row) => row * 1000),
      stampNs: at.map(change),
      seenNs: at.map((ns) => ns + 2e5),
      kind: at.map((_, row) => (row === 0 ? UpdateKind.START : UpdateKind.ALONE)),
    },
    PARAMS,
  );
}
const GOOD = { count: 48, zero: 0, backward: 0, ahead: 0, old: 0 };

describe('the quality of timestamps counts', () => {
  it('no fault in correct timestamps', () => expect(quality((ns) => ns)).toEqual(GOOD));

  it('missing timestamps as zero', () => {
    expect(quality(() => 0)).toEqual({ ...GOOD, zero: 48 });
    expect(quality((ns, row) => (row === 7 ? 0 : ns))).toEqual({ ...GOOD, zero: 1 });
  });

  it('no fault in a first timestamp that is stored late', () => {
    expect(quality((ns, row) => (row < 2 ? 0 : ns))).toEqual(GOOD);
  });

  it('a timestamp earlier than the one before as backward', () => {
    expect(quality((ns, row) => (row === 7 ? ns - 1.5 * PERIOD_NS : ns))).toEqual({
      ...GOOD,
      backward: 1,
    });
  });

  it('timestamps of another clock as ahead or old', () => {
    expect(quality((ns) => ns + 1e18)).toEqual({ ...GOOD, ahead: 48 });
    expect(quality((ns) => ns - 4e12)).toEqual({ ...GOOD, old: 48 });
  });

  it('timestamps that do not advance as old', () => {
    expect(quality(() => BEGAN_NS)).toMatchObject({ zero: 0, ahead: 0, old: 47 });
  });
});
