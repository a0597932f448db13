import { expect, it } from 'vitest';
import { secondsBetweenXruns } from '../../../src/measure/sweep/confidence.js';
import { seeded } from '../seeded.js';

it('at the bound of a run without an xrun, 5 of 100 such runs have none', () => {
  const { even } = seeded(7);
  const between = secondsBetweenXruns(60);
  const first = Array.from({ length: 20_000 }, () => -Math.log(1 - even()) * between);
  const without = first.filter((seconds) => seconds > 60).length / first.length;
  expect(without).toBeGreaterThan(0.04);
  expect(without).toBeLessThan(0.06);
});
