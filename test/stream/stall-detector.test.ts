import { describe, expect, it } from 'vitest';
import { StallDetector } from '../../src/stream/stall-detector.js';
import { codeOf, playbackOn, sizes } from '../core/on-the-sim.js';

function watchOn(periodSize: number, waitMs = 100) {
  const { params } = playbackOn('sim', sizes(periodSize, 4 * periodSize)).device;
  const watch = new StallDetector('sim', params, waitMs);
  return (hwPtr: number, ...timesMs: number[]) => {
    for (const timeMs of timesMs) watch.check({ hwPtr, atNs: timeMs * 1e6 });
    return watch;
  };
}

describe('StuckWatch', () => {
  it('finds a pointer that has stood still for 500 ms', () => {
    const see = watchOn(1024);
    see(100, 5000, 5200, 5400, 5499);
    expect(codeOf(() => see(100, 5500))).toBe('FAILED');
    expect(() => see(100, 5500)).toThrow(/stuck at 100 for 500 ms/);
  });

  it('gives a large period the time of four', () => {
    const see = watchOn(12_000);
    see(0, 0, 200, 400, 600, 800, 999);
    expect(codeOf(() => see(0, 1000))).toBe('FAILED');
  });

  it('counts anew from each move', () => {
    const see = watchOn(1024);
    for (let turn = 0; turn < 20; turn++) see(turn, turn * 190, turn * 190 + 189);
  });

  it('does not count the time in which its process was stopped', () => {
    const see = watchOn(1024, 50);
    see(100, 0, 50, 10_000, 10_050);
    expect(codeOf(() => see(100, 10_100, 10_200, 10_300, 10_400))).toBe('FAILED');
  });

  it('is suspicious before it is sure', () => {
    const see = watchOn(1024);
    expect(see(100, 5000, 5200).suspectsStall).toBe(false);
    expect(see(100, 5260).suspectsStall).toBe(true);
    expect(see(101, 5270).suspectsStall).toBe(false);
  });

  it('forgets where the pointer was after a new start', () => {
    const see = watchOn(1024);
    see(0, 0, 200, 400).reset();
    see(0, 5000, 5200, 5400, 5499);
  });

  it('has more patience with hardware that has moved, where it is started again', () => {
    const see = watchOn(1024);
    see(0, 0);
    see(100, 100).reset();
    for (let timeMs = 200; timeMs <= 2500; timeMs += 100) see(864, timeMs);
    expect(codeOf(() => see(864, 2600))).toBe('FAILED');
  });

  it('has none with hardware that has never moved', () => {
    const see = watchOn(1024);
    see(0, 0, 200).reset();
    see(0, 1000, 1200, 1400);
    expect(codeOf(() => see(0, 1500))).toBe('FAILED');
  });
});
