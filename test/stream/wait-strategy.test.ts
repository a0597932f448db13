import { expect, it } from 'vitest';
import { chooseAvailMin, maxWaitMs } from '../../src/stream/wait-strategy.js';
import { playbackOn, sizes } from '../core/on-the-sim.js';

const paramsOf = (periodSize: number, bufferSize: number) =>
  playbackOn('sim', sizes(periodSize, bufferSize)).device.params;

it.each([
  [1024, 43],
  [48, 2],
  [16, 1],
  [48_000, 100],
])('limits a wait with a period of %d frames to %d ms', (period, limitMs) => {
  expect(Math.round(maxWaitMs(paramsOf(period, 4 * period)))).toBe(limitMs);
});

it.each([
  // Half of 85 ms leaves 42 ms.
  [1024, 4096, 2048],
  [256, 1024, 256],
  [480, 2400, 480],
  // 43 ms of 83 ms.
  [480, 4000, 1920],
  [1024, 48_000, 23_552],
  [24_000, 48_000, 24_000],
  [30_000, 48_000, 30_000],
])(
  'chooses for a period of %d and a ring of %d frames an avail_min of %d',
  (period, buffer, frames) => {
    expect(chooseAvailMin(paramsOf(period, buffer))).toBe(frames);
  },
);
