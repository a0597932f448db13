import { describe, expect, it } from 'vitest';
import { PcmState } from '../../src/device/state.js';
import { ForeignWatch } from '../../src/stream/foreign-watch.js';
import { codeOf, playbackOn, sizes } from '../core/on-the-sim.js';

/** Two rings of 1000 frames, and 100 ms. */
const MOST = 2000 + 4800;

function watchOn() {
  const { params } = playbackOn('sim', sizes(100, 1000)).device;
  return new ForeignWatch('sim', params);
}

describe('ForeignWatch', () => {
  it('finds hardware that goes on for two rings and more though nothing was handed over', () => {
    const watch = watchOn();
    watch.moved(500);
    watch.see(500 + MOST);
    expect(codeOf(() => watch.see(501 + MOST))).toBe('FAILED');
    expect(() => watch.see(501 + MOST)).toThrow(/somebody else/);
  });

  it('counts anew from each time that frames were handed over', () => {
    const watch = watchOn();
    for (let hwPtr = 0; hwPtr < 20 * MOST; hwPtr += MOST) {
      watch.see(hwPtr);
      watch.moved(hwPtr);
    }
  });

  it('counts anew where hw_ptr begins anew', () => {
    const watch = watchOn();
    watch.moved(100_000);
    watch.see(0);
    watch.see(MOST);
    expect(codeOf(() => watch.see(MOST + 1))).toBe('FAILED');
  });

  it('says nothing of a stream that has been stopped, however far it went', () => {
    const watch = watchOn();
    const look = (state: number) => codeOf(() => watch.look({ state, hwPtr: MOST + 1 }));
    expect(look(PcmState.XRUN)).toBeUndefined();
    expect(look(PcmState.RUNNING)).toBe('FAILED');
  });
});
