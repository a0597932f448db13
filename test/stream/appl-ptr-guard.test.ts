import { describe, expect, it } from 'vitest';
import { PcmState } from '../../src/device/pcm-state.js';
import { ApplPtrGuard } from '../../src/stream/appl-ptr-guard.js';
import { codeOf, playbackOn, sizes } from '../core/on-the-sim.js';

/** Two rings of 1000 frames, and 100 ms. */
const MAX_FRAMES = 2000 + 4800;

function createGuard() {
  const { params } = playbackOn('sim', sizes(100, 1000)).device;
  return new ApplPtrGuard('sim', params);
}

describe('ApplPtrGuard', () => {
  it('throws FAILED when the hardware advances two rings without a commit', () => {
    const guard = createGuard();
    guard.applPtrMoved(500);
    guard.check(500 + MAX_FRAMES);
    expect(codeOf(() => guard.check(501 + MAX_FRAMES))).toBe('FAILED');
    expect(() => guard.check(501 + MAX_FRAMES)).toThrow(/another process moves appl_ptr/);
  });

  it('restarts its count at each commit', () => {
    const guard = createGuard();
    for (let hwPtr = 0; hwPtr < 20 * MAX_FRAMES; hwPtr += MAX_FRAMES) {
      guard.check(hwPtr);
      guard.applPtrMoved(hwPtr);
    }
  });

  it('restarts its count when hw_ptr restarts at 0', () => {
    const guard = createGuard();
    guard.applPtrMoved(100_000);
    guard.check(0);
    guard.check(MAX_FRAMES);
    expect(codeOf(() => guard.check(MAX_FRAMES + 1))).toBe('FAILED');
  });

  it('ignores a stopped stream, and hardware that has passed appl_ptr', () => {
    const guard = createGuard();
    const check = (state: number, avail = 1000) =>
      codeOf(() => guard.checkSnapshot({ state, avail, hwPtr: MAX_FRAMES + 1 }));
    expect(check(PcmState.XRUN)).toBeUndefined();
    expect(check(PcmState.DRAINING, 1001)).toBeUndefined();
    expect(check(PcmState.RUNNING)).toBe('FAILED');
  });
});
