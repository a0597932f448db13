import { describe, expect, it } from 'vitest';
import { RestartLimit, StuckWatch, waitLimitMs } from '../../src/stream/pace.js';
import { codeOf, playbackOn, sizes } from '../core/on-the-sim.js';

const paramsOf = (periodSize: number, bufferSize: number) =>
  playbackOn('sim', sizes(periodSize, bufferSize)).device.params;

describe('StuckWatch', () => {
  it('finds a pointer that has stood still for a second', () => {
    const watch = new StuckWatch('sim', paramsOf(1024, 4096));
    watch.see(100, 5000);
    watch.see(100, 5999);
    expect(codeOf(() => watch.see(100, 6000))).toBe('FAILED');
    expect(() => watch.see(100, 6000)).toThrow(/stuck at 100 for 1000 ms/);
  });

  it('counts anew from each move', () => {
    const watch = new StuckWatch('sim', paramsOf(1024, 4096));
    for (let turn = 0; turn < 20; turn++) watch.see(turn, turn * 900);
    watch.see(19, 19 * 900 + 999);
  });

  it('gives a large ring the time of eight of its rounds', () => {
    const watch = new StuckWatch('sim', paramsOf(12_000, 48_000));
    watch.see(0, 0);
    watch.see(0, 7999);
    expect(codeOf(() => watch.see(0, 8000))).toBe('FAILED');
  });

  it('forgets where the pointer was after a new start', () => {
    const watch = new StuckWatch('sim', paramsOf(1024, 4096));
    watch.see(0, 0);
    watch.reset();
    watch.see(0, 5000);
    watch.see(0, 5999);
  });
});

describe('RestartLimit', () => {
  it('lets a stream start again twenty times without having run, not more', () => {
    const limit = new RestartLimit('sim');
    for (let restart = 0; restart < 20; restart++) limit.again();
    expect(codeOf(() => limit.again())).toBe('XRUN');
  });

  it('counts anew when the stream was seen running', () => {
    const limit = new RestartLimit('sim');
    for (let restart = 0; restart < 100; restart++) {
      limit.again();
      limit.ran();
    }
  });
});

it.each([
  [1024, 43],
  [48, 2],
  [16, 1],
  [48_000, 100],
])('a loop with a period of %d frames sleeps for %d ms at most', (period, limit) => {
  expect(Math.round(waitLimitMs(paramsOf(period, 4 * period)))).toBe(limit);
});
