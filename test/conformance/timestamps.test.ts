import { describe, expect, it } from 'vitest';
import { MOVING } from './devices.js';
import { ENDLESS, readSyncPtr, spinUntil, startWith, takeSnapshot, withStream } from './stream.js';

const monotonicNs = () => Number(process.hrtime.bigint());

describe.each(MOVING)('the timestamps of $name $direction', (under) => {
  it('are 0 before the start, then increase with hw_ptr, on CLOCK_MONOTONIC', () =>
    withStream(under, ENDLESS, (stream) => {
      const { io } = stream;
      expect([takeSnapshot(io).tstampSec, takeSnapshot(io).tstampNsec]).toEqual([0, 0]);
      const startedNs = monotonicNs();
      startWith(stream);
      let lastNs = startedNs;
      let lastHwPtr = 0;
      for (let cycle = 0; cycle < 4; cycle++) {
        spinUntil('hw_ptr moves', () => io.hwPtr() > lastHwPtr);
        spinUntil('its timestamp', () => {
          const { tstampSec, tstampNsec } = takeSnapshot(io);
          return tstampSec * 1e9 + tstampNsec > lastNs;
        });
        const { tstampSec, tstampNsec, hwPtr, consistent } = takeSnapshot(io);
        expect(consistent).toBe(true);
        expect(tstampNsec).toBeLessThan(1e9);
        lastNs = tstampSec * 1e9 + tstampNsec;
        lastHwPtr = hwPtr;
        expect(lastNs).toBeLessThanOrEqual(monotonicNs());
      }
    }));

  it('are whole in SYNC_PTR, and the audio timestamp follows the frames', () =>
    withStream(under, ENDLESS, (stream) => {
      startWith(stream);
      const { device, io } = stream;
      spinUntil('hw_ptr moves', () => io.hwPtr() > 4 * io.params.periodSize);
      const kernel = readSyncPtr(device);
      const audioNs = kernel.audioHtstampSec() * 1e9 + kernel.audioHtstampNsec();
      const framesNs = (kernel.hwPtr() * 1e9) / io.params.rateHz;
      // Some drivers include the delay of their own queue.
      expect(Math.abs(audioNs - framesNs)).toBeLessThan(1e9);
    }));
});
