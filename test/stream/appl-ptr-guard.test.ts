import { describe, expect, it } from 'vitest';
import { PcmState } from '../../src/device/pcm-state.js';
import { ApplPtrGuard } from '../../src/stream/appl-ptr-guard.js';
import { codeOf, playbackOn, sizes } from '../core/on-the-sim.js';

/** Two rings of 1000 frames, and 100 ms. */
const MOST = 2000 + 4800;

function watchOn() {
  const { params } = playbackOn('sim', sizes(100, 1000)).device;
  return new ApplPtrGuard('sim', params);
}

describe('ForeignWatch', () => {
  it('finds hardware that goes on for two rings and more though nothing was handed over', () => {
    const watch = watchOn();
    watch.applPtrMoved(500);
    watch.check(500 + MOST);
    expect(codeOf(() => watch.check(501 + MOST))).toBe('FAILED');
    expect(() => watch.check(501 + MOST)).toThrow(/somebody else/);
  });

  it('counts anew from each time that frames were handed over', () => {
    const watch = watchOn();
    for (let hwPtr = 0; hwPtr < 20 * MOST; hwPtr += MOST) {
      watch.check(hwPtr);
      watch.applPtrMoved(hwPtr);
    }
  });

  it('counts anew where hw_ptr begins anew', () => {
    const watch = watchOn();
    watch.applPtrMoved(100_000);
    watch.check(0);
    watch.check(MOST);
    expect(codeOf(() => watch.check(MOST + 1))).toBe('FAILED');
  });

  it('says nothing of a stream that has been stopped, however far it went', () => {
    const watch = watchOn();
    const look = (state: number) => codeOf(() => watch.checkSnapshot({ state, hwPtr: MOST + 1 }));
    expect(look(PcmState.XRUN)).toBeUndefined();
    expect(look(PcmState.RUNNING)).toBe('FAILED');
  });
});
