import { describe, expect, it } from 'vitest';
import { PcmState } from '../../src/device/pcm-state.js';
import { StallDetector } from '../../src/stream/stall-detector.js';
import { codeOf, playbackOn, sizes } from '../core/on-the-sim.js';

function createCheck(periodSize: number, maxIntervalMs = 100) {
  const { params } = playbackOn('sim', sizes(periodSize, 4 * periodSize)).device;
  const detector = new StallDetector('sim', params, maxIntervalMs);
  return (hwPtr: number, ...timesMs: number[]) => {
    for (const timeMs of timesMs)
      detector.check({ state: PcmState.RUNNING, hwPtr, atNs: timeMs * 1e6 });
    return detector;
  };
}

describe('StallDetector', () => {
  it('throws FAILED after 500 ms without movement', () => {
    const check = createCheck(1024);
    check(100, 5000, 5200, 5400, 5499);
    expect(codeOf(() => check(100, 5500))).toBe('FAILED');
    expect(() => check(100, 5500)).toThrow(/stalled at 100 for 500 ms/);
  });

  it('allows four periods if they are longer', () => {
    const check = createCheck(12_000);
    check(0, 0, 200, 400, 600, 800, 999);
    expect(codeOf(() => check(0, 1000))).toBe('FAILED');
  });

  it('restarts its count at each movement', () => {
    const check = createCheck(1024);
    for (let step = 0; step < 20; step++) check(step, step * 190, step * 190 + 189);
  });

  it('ignores time in which the process was stopped', () => {
    const check = createCheck(1024, 50);
    check(100, 0, 50, 10_000, 10_050);
    expect(codeOf(() => check(100, 10_100, 10_200, 10_300, 10_400))).toBe('FAILED');
  });

  it('suspects a stall before it reports one', () => {
    const check = createCheck(1024);
    expect(check(100, 5000, 5200).suspectsStall).toBe(false);
    expect(check(100, 5260).suspectsStall).toBe(true);
    expect(check(101, 5270).suspectsStall).toBe(false);
  });

  it('forgets the pointer at a restart', () => {
    const check = createCheck(1024);
    check(0, 0, 200, 400).reset();
    check(0, 5000, 5200, 5400, 5499);
  });

  it('grants 2.5 s after a restart of hardware that has moved', () => {
    const check = createCheck(1024);
    check(0, 0);
    check(100, 100).reset();
    for (let timeMs = 200; timeMs <= 2500; timeMs += 100) check(864, timeMs);
    expect(codeOf(() => check(864, 2600))).toBe('FAILED');
  });

  it('grants 2.5 s to hardware that begins late', () => {
    const check = createCheck(1024);
    check(0, 0).reset();
    for (let timeMs = 100; timeMs <= 2400; timeMs += 100) check(0, timeMs);
    expect(codeOf(() => check(0, 2500, 2600))).toBe('FAILED');
  });

  it('grants nothing more when late hardware has begun', () => {
    const check = createCheck(1024);
    check(0, 0).reset();
    for (let timeMs = 100; timeMs <= 1000; timeMs += 100) check(0, timeMs);
    check(100, 1100, 1300, 1500);
    expect(codeOf(() => check(100, 1600))).toBe('FAILED');
  });
});
