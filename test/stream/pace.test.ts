import { expect, it } from 'vitest';
import { waitLimitMs } from '../../src/stream/pace.js';
import { playbackOn, sizes } from '../core/on-the-sim.js';

const paramsOf = (periodSize: number, bufferSize: number) =>
  playbackOn('sim', sizes(periodSize, bufferSize)).device.params;

it.each([
  [1024, 43],
  [48, 2],
  [16, 1],
  [48_000, 100],
])('a loop with a period of %d frames sleeps for %d ms at most', (period, limit) => {
  expect(Math.round(waitLimitMs(paramsOf(period, 4 * period)))).toBe(limit);
});
