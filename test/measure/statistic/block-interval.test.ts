import { describe, expect, it } from 'vitest';
import { blockInterval } from '../../../src/measure/statistic/block-interval.js';
import { fitLine } from '../../../src/measure/statistic/regression.js';
import { seeded } from '../seeded.js';

const SLOPE = 0.048;

/** Points whose residual keeps `memory` of the one before. */
function points(seed: number, memory: number) {
  const { normal } = seeded(seed);
  let residual = 0;
  const x = Float64Array.from({ length: 3000 }, (_, i) => 1e14 + i * 5000);
  const y = x.map((each) => {
    residual = memory * residual + normal();
    return (each - 1e14) * SLOPE + residual;
  });
  return { x, y };
}

function covered(memory: number): { blocks: number; independent: number } {
  const hits = { blocks: 0, independent: 0 };
  for (let seed = 1; seed <= 200; seed++) {
    const { x, y } = points(seed, memory);
    const line = fitLine(x, y);
    const { slopeInterval } = blockInterval(x, y, line);
    if (slopeInterval.low <= SLOPE && SLOPE <= slopeInterval.high) hits.blocks++;
    if (line.slopeInterval.low <= SLOPE && SLOPE <= line.slopeInterval.high) hits.independent++;
  }
  return hits;
}

describe('the interval by blocks', () => {
  it('contains the true value in 95 of 100 runs if residuals are correlated', () => {
    const hits = covered(0.9);
    expect(hits.blocks).toBeGreaterThanOrEqual(175);
    expect(hits.blocks).toBeLessThan(200);
    expect(hits.independent).toBeLessThan(120);
  });

  it('contains the true value in 95 of 100 runs if residuals are independent', () => {
    const { blocks } = covered(0);
    expect(blocks).toBeGreaterThanOrEqual(180);
    expect(blocks).toBeLessThan(200);
  });

  it('lies around the slope of the line, of 4 to 32 blocks', () => {
    const { x, y } = points(1, 0.5);
    const line = fitLine(x, y);
    const { blocks, slopeInterval, slopeError } = blockInterval(x, y, line);
    expect(blocks).toBe(32);
    expect((slopeInterval.low + slopeInterval.high) / 2).toBeCloseTo(line.slope, 12);
    expect(slopeError).toBeGreaterThan(0);
    const few = blockInterval(
      [0, 1, 2, 3, 4],
      [0, 1, 2, 3, 5],
      fitLine([0, 1, 2, 3, 4], [0, 1, 2, 3, 5]),
    );
    expect(few.blocks).toBe(4);
  });

  it('needs at least four points', () => {
    const line = fitLine([0, 1, 2], [0, 1, 2]);
    expect(() => blockInterval([0, 1, 2], [0, 1, 2], line)).toThrow(/4 points/);
  });
});
