import { describe, expect, it } from 'vitest';
import { slopes } from '../../../src/measure/statistic/slopes.js';

describe('slopes over windows', () => {
  it('follow a clock that speeds up', () => {
    const x = Float64Array.from({ length: 1000 }, (_, i) => 1e14 + i * 1e6);
    const y = x.map((each) => ((each - 1e14) * 1e-9) ** 2);
    const windows = slopes(x, y, 10);
    expect(windows).toHaveLength(10);
    windows.forEach(({ line, fromX, toX }, i) => {
      const middleS = ((i + 0.5) * 0.999) / 10;
      expect(line.slope * 1e9).toBeCloseTo(2 * middleS, 2);
      expect(toX - fromX).toBeCloseTo(0.0999e9, -1);
    });
  });

  it('use every point once', () => {
    const x = Array.from({ length: 14 }, (_, i) => i);
    expect(slopes(x, x, 3).map(({ line }) => line.count)).toEqual([5, 4, 5]);
    expect(slopes(x, x, 1).map(({ line }) => line.count)).toEqual([14]);
  });

  it('leave out a window without points', () => {
    const x = [0, 1, 2, 3, 20, 21, 22, 23, 24];
    const windows = slopes(x, x, 3);
    expect(windows.map(({ fromX, toX }) => [fromX, toX])).toEqual([
      [0, 8],
      [16, 24],
    ]);
    expect(slopes([1, 2], [1, 2], 2)).toEqual([]);
    expect(slopes([5, 5, 5], [1, 2, 3], 2)).toEqual([]);
  });
});
