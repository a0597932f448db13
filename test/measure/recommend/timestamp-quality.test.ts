import { describe, expect, it } from 'vitest';
import { UpdateKind } from '../../../src/measure/pointer/samples.js';
import { timestampQuality } from '../../../src/measure/recommend/timestamp-quality.js';

const PARAMS = { periodSize: 1000, rateHz: 48_000 };
const PERIOD_NS = 1e12 / 48_000;
const BEGAN_NS = 5e12;

/** Updates, each seen 0.2 ms after its stamp, but for what is changed. */
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

describe('the quality of timestamps', () => {
  it('that are right', () => expect(quality((ns) => ns)).toEqual(GOOD));

  it('that are not given', () => {
    expect(quality(() => 0)).toEqual({ ...GOOD, zero: 48 });
    expect(quality((ns, row) => (row === 7 ? 0 : ns))).toEqual({ ...GOOD, zero: 1 });
  });

  it('of which the first is seen before it is there', () => {
    expect(quality((ns, row) => (row < 2 ? 0 : ns))).toEqual(GOOD);
  });

  it('of which one goes back', () => {
    expect(quality((ns, row) => (row === 7 ? ns - 1.5 * PERIOD_NS : ns))).toEqual({
      ...GOOD,
      backward: 1,
    });
  });

  it('of another clock, ahead or long ago', () => {
    expect(quality((ns) => ns + 1e18)).toEqual({ ...GOOD, ahead: 48 });
    expect(quality((ns) => ns - 4e12)).toEqual({ ...GOOD, old: 48 });
  });

  it('that do not advance', () => {
    expect(quality(() => BEGAN_NS)).toMatchObject({ zero: 0, ahead: 0, old: 47 });
  });
});
