import { describe, expect, it } from 'vitest';
import { ExtStatus } from '../../src/core/ext-status.js';
import { PcmState } from '../../src/device/pcm-state.js';
import { DEVICES, MOVING } from './devices.js';
import { ENDLESS, prime, spinUntil, startWith, waitForState, withStream } from './stream.js';

const monotonicNs = () => Number(process.hrtime.bigint());

describe.each(DEVICES)('STATUS_EXT on $name $direction', (under) => {
  it('agrees with the pages on a prepared stream, and reports no delay', () =>
    withStream(under, {}, ({ device, io }) => {
      prime(io, 300);
      const { state, hwPtr, applPtr, avail, delay } = new ExtStatus(device).refresh();
      expect({ state, hwPtr, applPtr, avail, delay }).toEqual({
        state: PcmState.PREPARED,
        hwPtr: 0,
        applPtr: io.applPtr(),
        avail: io.avail(),
        delay: 0,
      });
    }));

  it('reports when the stream was started', () =>
    withStream(under, ENDLESS, (stream) => {
      const beforeNs = monotonicNs();
      startWith(stream);
      const afterNs = monotonicNs();
      const { triggerTstampNs, state } = new ExtStatus(stream.device).refresh();
      expect(state).toBe(PcmState.RUNNING);
      expect(triggerTstampNs).toBeGreaterThanOrEqual(beforeNs);
      expect(triggerTstampNs).toBeLessThanOrEqual(afterNs);
    }));
});

describe.each(MOVING)('STATUS_EXT on $name $direction, running', (under) => {
  it('reports the avail and delay that follow from the two pointers', () =>
    withStream(under, ENDLESS, (stream) => {
      startWith(stream);
      const { device, io } = stream;
      spinUntil('hw_ptr moves', () => io.hwPtr() > 0);
      const status = new ExtStatus(device);
      for (let cycle = 0; cycle < 20; cycle++) {
        const { hwPtr, applPtr, avail, delay, tstampNs } = status.refresh();
        const filled = under.direction === 'playback' ? applPtr - hwPtr : hwPtr - applPtr;
        expect(avail).toBe(under.direction === 'playback' ? io.bufferSize - filled : filled);
        // Some drivers add what waits beyond the ring.
        expect(delay).toBeGreaterThanOrEqual(filled);
        expect(delay).toBeLessThan(filled + io.params.rateHz);
        expect(tstampNs).toBeLessThanOrEqual(monotonicNs());
      }
    }));

  it('reports an xrun by the state, and is not refused', () =>
    withStream(under, { bufferSize: { frames: 4096 } }, (stream) => {
      startWith(stream, 1024);
      waitForState(stream, PcmState.XRUN);
      expect(new ExtStatus(stream.device).refresh().state).toBe(PcmState.XRUN);
    }));
});
