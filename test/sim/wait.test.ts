import { describe, expect, it } from 'vitest';
import { Snapshot } from '../../src/core/snapshot.js';
import { PollFlag } from '../../src/device/pcm-device.js';
import { PcmState } from '../../src/device/pcm-state.js';
import { captureOn, framesNs, playbackOn, sizes } from '../core/on-the-sim.js';

const RING = sizes(100, 1000);

describe('waiting on the simulated card', () => {
  it('takes until the period at which avail has reached avail_min', () => {
    const { device, io, time } = captureOn('sim', RING);
    io.control.setAvailMin(250);
    device.start();
    const startNs = time.nowNs();
    expect(device.wait(1000)).toBe(PollFlag.IN);
    expect(io.avail()).toBe(300);
    expect(time.nowNs() - startNs).toBeLessThan(framesNs(301));
  });

  it('returns 0 after its time limit without an event', () => {
    const { device, time } = captureOn('sim', RING);
    const startNs = time.nowNs();
    expect(device.wait(70)).toBe(0);
    expect(time.nowNs() - startNs).toBe(70e6);
  });

  it("tells when it ended, by the card's own time", () => {
    const { device, time } = captureOn('sim', RING);
    const stamp = new ArrayBuffer(8);
    device.start();
    expect(device.waitWithTimestamp(1000, stamp)).toBe(PollFlag.IN);
    expect(new Float64Array(stamp)[0]).toBe(time.nowNs());
  });

  it('does not end a playback stream that drains, until it is done', () => {
    const { device, io } = playbackOn('sim', RING);
    io.commit(500);
    device.drain();
    expect(device.wait(5)).toBe(0);
    expect(io.state()).toBe(PcmState.DRAINING);
    expect(device.wait(1000)).toBe(PollFlag.OUT | PollFlag.ERR);
    expect(io.state()).toBe(PcmState.SETUP);
  });

  it('ends at once with ERR for a capture stream that was drained and read', () => {
    const { device, io, time } = captureOn('sim', RING);
    device.start();
    time.advance(framesNs(150));
    device.drain();
    expect([io.state(), device.wait(1000)]).toEqual([PcmState.DRAINING, PollFlag.IN]);
    io.commit(io.avail());
    expect(device.wait(1000)).toBe(PollFlag.IN | PollFlag.ERR);
  });

  it('ends when the device is disconnected', () => {
    const { device, io, time } = captureOn('sim:UNPLUG=150', RING);
    io.control.setAvailMin(900);
    device.start();
    const startNs = time.nowNs();
    expect(device.wait(1000) & PollFlag.ERR).toBe(PollFlag.ERR);
    expect(io.state()).toBe(PcmState.DISCONNECTED);
    expect(time.nowNs() - startNs).toBeLessThan(framesNs(151));
  });

  it('takes WAKEUP_LATENCY longer, while hw_ptr and its time are those of the interrupt', () => {
    const { device, io, time } = captureOn('sim:WAKEUP_LATENCY=1500', RING);
    device.start();
    const startNs = time.nowNs();
    expect(device.wait(1000)).toBe(PollFlag.IN);
    const wokenNs = time.nowNs() - startNs;
    expect(wokenNs).toBeGreaterThanOrEqual(framesNs(100) - 2 + 1.5e6);
    expect(wokenNs).toBeLessThanOrEqual(framesNs(100) + 1.5e6);
    const { hwPtr, tstampSec, tstampNsec } = io.snapshot(new Snapshot());
    expect(hwPtr).toBe(100);
    expect(tstampSec * 1e9 + tstampNsec - startNs).toBeLessThanOrEqual(framesNs(100));
    io.commit(100);
    device.wait(1000);
    expect(time.nowNs() - startNs).toBeGreaterThanOrEqual(framesNs(200) - 2 + 1.5e6);
  });

  it('keeps its latency with faster interrupts', () => {
    const { device, io, time } = captureOn('sim:WAKEUP_LATENCY=7000', RING);
    device.start();
    const startNs = time.nowNs();
    device.wait(1000);
    expect(time.nowNs() - startNs).toBeLessThanOrEqual(framesNs(100) + 7e6);
    expect(io.hwPtr()).toBe(400);
  });

  it('is woken late by the last interrupt of a stuck card too, and at once by the end', () => {
    const stuck = captureOn('sim:WAKEUP_LATENCY=1500,STALL=100', RING);
    stuck.device.start();
    expect(stuck.device.wait(1000)).toBe(PollFlag.IN);
    expect(stuck.time.nowNs()).toBeLessThan(1e9 + 5e6);
    const ended = captureOn('sim:WAKEUP_LATENCY=1500', { ...RING, stopThreshold: 100 });
    ended.device.start();
    expect(ended.device.wait(1000)).toBe(PollFlag.IN | PollFlag.ERR);
    expect(ended.time.nowNs() - 1e9).toBeLessThanOrEqual(framesNs(100));
  });
});
