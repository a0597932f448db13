import { describe, expect, it } from 'vitest';
import { PcmState } from '../../src/device/pcm-state.js';
import { DEVICES } from './devices.js';
import {
  ENDLESS,
  errnoOf,
  openPcm,
  spinUntil,
  startWith,
  waitForState,
  withStream,
} from './stream.js';

const ASLEEP = { periodWakeup: false } as const;
const HARDWARE = DEVICES.filter(({ wakeupOptional }) => wakeupOptional);

/** Calls SYNC_PTR with HWSYNC until hw_ptr has passed `frames`. */
function hwsyncPast(io: { hwsync(): void; hwPtr(): number }, frames: number): void {
  spinUntil(`hw_ptr past ${frames}`, () => {
    io.hwsync();
    return io.hwPtr() > frames;
  });
}

describe.each(DEVICES)('period interrupts of $name $direction', (under) => {
  it('are enabled by default', () =>
    withStream(under, {}, ({ device }) => {
      expect(device.params.periodWakeup).toBe(true);
    }));

  it('are disabled if the driver supports it, otherwise the request is refused', async () => {
    if (under.wakeupOptional) {
      await withStream(under, ASLEEP, ({ device }) => {
        expect(device.params.periodWakeup).toBe(false);
      });
      return;
    }
    await expect(openPcm(under, ASLEEP)).rejects.toMatchObject({
      code: 'UNSUPPORTED',
      message: expect.stringContaining('NO_PERIOD_WAKEUP'),
    });
  });
});

describe.each(HARDWARE)('$name $direction without period interrupts', (under) => {
  it('wakes no waiting program and does not move hw_ptr before HWSYNC', () =>
    withStream(under, { ...ENDLESS, ...ASLEEP }, (stream) => {
      const { device, io } = stream;
      const { periodSize, rateHz } = device.params;
      startWith(stream);
      const periodsMs = (3 * 1000 * periodSize) / rateHz;
      expect(device.wait(periodsMs)).toBe(0);
      expect(io.hwPtr()).toBe(0);
      hwsyncPast(io, 2 * periodSize);
      const seen = io.hwPtr();
      device.wait(periodsMs / 3);
      expect(io.hwPtr()).toBe(seen);
    }));

  it('reports an xrun only at HWSYNC', () =>
    withStream(under, ASLEEP, (stream) => {
      const { device, io } = stream;
      const { bufferSize, rateHz } = device.params;
      startWith(stream);
      const bufferMs = (1000 * bufferSize) / rateHz;
      expect(device.wait(1.5 * bufferMs)).toBe(0);
      expect(io.state()).toBe(PcmState.RUNNING);
      expect(errnoOf(() => io.hwsync())).toBe('EPIPE');
      expect(io.state()).toBe(PcmState.XRUN);
    }));
});

describe.each(HARDWARE.filter(({ direction }) => direction === 'playback'))(
  '$name playback without period interrupts',
  (under) => {
    it('ends a drain only at HWSYNC', () =>
      withStream(under, ASLEEP, (stream) => {
        const { device, io } = stream;
        const { periodSize, rateHz } = device.params;
        startWith(stream, 2 * periodSize);
        device.drain();
        device.wait((4 * 1000 * periodSize) / rateHz);
        expect(io.state()).toBe(PcmState.DRAINING);
        errnoOf(() => io.hwsync());
        waitForState(stream, PcmState.SETUP);
      }));
  },
);
