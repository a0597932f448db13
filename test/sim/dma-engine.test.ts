import { describe, expect, it, onTestFinished } from 'vitest';
import { MmapCapture } from '../../src/core/mmap-capture.js';
import { MmapPlayback } from '../../src/core/mmap-playback.js';
import { Snapshot } from '../../src/core/snapshot.js';
import { SyncPtrStatus } from '../../src/core/sync-ptr-status.js';
import { memoryOf } from '../../src/device/device-memory.js';
import { PollFlag } from '../../src/device/pcm-device.js';
import { PcmState } from '../../src/device/pcm-state.js';
import { openSimDevice } from '../../src/sim/card.js';
import { ManualTime } from '../../src/sim/time.js';
import { captureOn, framesNs, openIn, playbackOn, sizes } from '../core/on-the-sim.js';
import { dumpPath, readWavChannels } from './dump.js';

const DAY_NS = 86_400e9;

/** A clock without events: a reader can be late. */
class UnseenTime {
  readonly kind = 'manual';
  #nowNs = 1e9;

  nowNs(): number {
    return this.#nowNs;
  }

  pass(frames: number): void {
    this.#nowNs += framesNs(frames);
  }
}

describe('the hw_ptr of the simulated card', () => {
  it('moves at each period, by a period', () => {
    const { device, io, time } = captureOn('sim', sizes(100, 1000));
    device.start();
    const seen: number[] = [];
    for (let frame = 0; frame < 500; frame += 50) {
      seen.push(io.hwPtr());
      time.advance(framesNs(50));
    }
    expect(seen).toEqual([0, 0, 100, 100, 200, 200, 300, 300, 400, 400]);
  });

  it('is current between periods after HWSYNC', () => {
    const { device, io, time } = captureOn('sim', sizes(100, 1000));
    device.start();
    time.advance(framesNs(137));
    expect(io.hwPtr()).toBe(100);
    io.hwsync();
    expect(io.hwPtr()).toBe(137);
    time.advance(framesNs(60));
    expect(io.hwPtr()).toBe(137);
  });

  it('moves only for HWSYNC without period interrupts', () => {
    const ask = { ...sizes(100, 1000), periodWakeup: false };
    const { device, io, time } = captureOn('sim:SIGNAL=pattern', ask);
    device.start();
    expect(device.wait(20)).toBe(0);
    expect([io.hwPtr(), io.state()]).toEqual([0, PcmState.RUNNING]);
    io.hwsync();
    expect(io.hwPtr()).toBe(960);
    time.advance(framesNs(200));
    expect([io.hwPtr(), io.state()]).toEqual([960, PcmState.RUNNING]);
    expect(() => io.hwsync()).toThrow(/EPIPE/);
    expect([io.hwPtr(), io.state()]).toEqual([1160, PcmState.XRUN]);
  });

  it('moves by multiples of STEP', () => {
    const { device, io, time } = captureOn('sim:STEP=64', sizes(100, 1000));
    device.start();
    const seen: number[] = [];
    for (let turn = 0; turn < 9; turn++) {
      time.advance(framesNs(50));
      io.hwsync();
      seen.push(io.hwPtr());
    }
    expect(seen).toEqual([0, 64, 128, 192, 192, 256, 320, 384, 448]);
  });

  it.each([0, 100, -250, 12.5])('is exact after a day at RATE_PPM=%d', (ppm) => {
    const { device, io, time } = playbackOn(`sim:RATE_PPM=${ppm}`, {
      ...sizes(65_536, 131_072),
      stopThreshold: 'never',
    });
    device.start();
    // Half a frame on, so that no rounding decides.
    time.advance(DAY_NS + 1e9 / 96_000);
    io.hwsync();
    expect(io.hwPtr()).toBe((48_000 * 86_400 * (1_000_000 + ppm)) / 1_000_000);
  });

  it('runs SPEED times faster on the real clock, the stream counting its own time', () => {
    const { device, io, time } = captureOn('sim:SPEED=100,RATE_PPM=250', {
      ...sizes(1000, 100_000),
      stopThreshold: 'never',
    });
    device.start();
    const startNs = time.nowNs();
    expect(device.wait(1000)).toBe(PollFlag.IN);
    expect(time.nowNs() - startNs).toBeLessThanOrEqual(framesNs(10));
    time.advance(startNs + 36e9 + 100 - time.nowNs());
    io.hwsync();
    const { hwPtr, tstampSec, tstampNsec } = io.snapshot(new Snapshot());
    expect(hwPtr).toBe(3600 * 48_000 * 1.00025);
    expect(tstampSec * 1e9 + tstampNsec).toBe(time.nowNs());
    const { status } = io;
    expect([status.peekAudioHtstampSec(), status.peekAudioHtstampNsec()]).toEqual([
      3600, 900_000_000,
    ]);
  });

  it('stalls after STALL frames while the stream is RUNNING', () => {
    const { device, io, time } = captureOn('sim:STALL=150', sizes(100, 1000));
    device.start();
    time.advance(framesNs(5000));
    expect(io.hwPtr()).toBe(100);
    io.hwsync();
    expect([io.hwPtr(), io.state()]).toEqual([150, PcmState.RUNNING]);
  });

  it('stops at UNPLUG frames, disconnected', () => {
    const { device, io, time } = captureOn('sim:UNPLUG=150,SIGNAL=pattern', sizes(100, 1000));
    device.start();
    time.advance(framesNs(149));
    expect(io.state()).toBe(PcmState.RUNNING);
    time.advance(framesNs(1));
    expect([io.hwPtr(), io.state()]).toEqual([100, PcmState.DISCONNECTED]);
    for (const call of ['prepare', 'start', 'drop', 'drain', 'resume'] as const) {
      expect(() => device[call](), call).toThrow(/ENODEV/);
    }
    expect(() => device.pause(true)).toThrow(/ENODEV/);
    expect(() => device.channelInfo(0)).toThrow(/ENODEV/);
    expect(() => io.hwsync()).toThrow(/ENODEV/);
    expect(memoryOf(device).mapStatus()).toMatchObject({ kind: 'refused', errno: 'ENODEV' });
  });

  it('is found disconnected by HWSYNC first', () => {
    let nowNs = 1e9;
    // Time that no alarm follows: nothing happens but by a call.
    const device = openSimDevice(
      'sim:UNPLUG=150',
      { direction: 'capture' },
      { kind: 'manual', nowNs: () => nowNs },
    );
    onTestFinished(() => device.close());
    device.start();
    nowNs += framesNs(200);
    expect(() => SyncPtrStatus.syncPtr(device, { hwsync: true })).toThrow(/ENODEV/);
  });

  it('stops at stop_threshold, as the ring has run dry or over', () => {
    for (const [stopThreshold, periods] of [
      [1000, 10],
      [700, 7],
    ] as const) {
      const { device, io, time } = captureOn('sim', { ...sizes(100, 1000), stopThreshold });
      device.start();
      time.advance(framesNs(periods * 100 - 1));
      expect(io.state()).toBe(PcmState.RUNNING);
      time.advance(framesNs(1));
      expect([io.state(), io.avail()]).toEqual([PcmState.XRUN, periods * 100]);
      device.close();
    }
  });

  it('is 0 again after PREPARE, and counts from there', () => {
    const { device, io, time } = captureOn('sim', sizes(100, 1000));
    device.start();
    time.advance(framesNs(1000));
    device.prepare();
    expect([io.hwPtr(), io.applPtr(), io.state()]).toEqual([0, 0, PcmState.PREPARED]);
    device.start();
    time.advance(framesNs(100));
    expect(io.hwPtr()).toBe(100);
  });

  it('does not move while the stream is paused', () => {
    const { device, io, time } = captureOn('sim', sizes(100, 1000));
    device.start();
    time.advance(framesNs(150));
    device.pause(true);
    time.advance(framesNs(10_000));
    device.pause(false);
    time.advance(framesNs(100));
    io.hwsync();
    expect(io.hwPtr()).toBe(250);
  });
});

describe('a playback stream with auto-silence', () => {
  const ask = {
    ...sizes(100, 1000),
    channels: 1,
    format: 'S16_LE',
    stopThreshold: 'never',
  } as const;

  it.each([
    ['silent after its ring, though its clock is seen late', true, 0],
    ['without that the ring again', false, 777],
  ] as const)('is %s', (_, autoSilence, then) => {
    const path = dumpPath();
    const time = new UnseenTime();
    const request = { direction: 'playback', ...ask, autoSilence } as const;
    const device = openSimDevice(`sim:DUMP=${path}`, request, time);
    const io = new MmapPlayback(device);
    io.write(Array<number>(1000).fill(777));
    device.start();
    time.pass(3000);
    io.hwsync();
    device.close();
    const [heard] = readWavChannels(path);
    expect(heard).toEqual([...Array(1000).fill(777), ...Array(2000).fill(then)]);
  });
});

describe('late interrupts of the simulated card', () => {
  const ask = {
    direction: 'playback',
    ...sizes(100, 1000),
    channels: 1,
    format: 'S16_LE',
  } as const;

  it.each([
    ['a drain', 'drain', PcmState.SETUP],
    ['an xrun', 'start', PcmState.XRUN],
  ] as const)('end %s at its period, though the clock has run on', (_, call, state) => {
    const path = dumpPath();
    const time = new UnseenTime();
    const device = openSimDevice(`sim:DUMP=${path}`, ask, time);
    const io = new MmapPlayback(device);
    io.write(Array<number>(350).fill(777));
    const startNs = time.nowNs();
    device[call]();
    time.pass(3000);
    expect(() => io.hwsync()).toThrow(/EPIPE/);
    expect([io.state(), io.hwPtr()]).toEqual([state, 400]);
    const { tstampSec, tstampNsec } = io.snapshot(new Snapshot());
    expect(tstampSec * 1e9 + tstampNsec - startNs).toBeCloseTo(framesNs(400), -1);
    device.close();
    expect(readWavChannels(path)[0]!.length).toBe(400);
  });
});

describe('the distance between pointer and memory', () => {
  it('frames are fetched READ_AHEAD frames before hw_ptr: later writes are not played', () => {
    const path = dumpPath();
    const { device, io, time } = playbackOn(`sim:READ_AHEAD=96,DUMP=${path}`, {
      ...sizes(100, 1000),
      channels: 1,
    });
    io.write(Array.from({ length: 1000 }, () => 1));
    device.start();
    time.advance(framesNs(300));
    io.hwsync();
    expect(io.hwPtr()).toBe(300);
    for (let place = 300; place < 600; place++) io['data'].set(place, 0, 2);
    time.advance(framesNs(300));
    io.close();
    device.close();
    const [heard] = readWavChannels(path);
    expect(heard!.indexOf(2)).toBe(396);
  });

  it('is in memory only STALE frames behind hw_ptr', () => {
    const { device, io, time } = captureOn('sim:SIGNAL=pattern,CAPTURE_LAG=32', {
      ...sizes(100, 1000),
      channels: 1,
    });
    device.start();
    time.advance(framesNs(300));
    const [region] = io.dataPtr();
    const early = Array.from({ length: 300 }, (_, frame) => region.get(frame, 0));
    time.advance(framesNs(100));
    const later = Array.from({ length: 300 }, (_, frame) => region.get(frame, 0));
    expect(later.findIndex((sample, frame) => sample !== early[frame])).toBe(268);
  });

  it('does not keep the capture side from a clock of its own: CAPTURE_PPM', () => {
    const time = new ManualTime();
    const ask = { ...sizes(1000, 10_000), stopThreshold: 'never' } as const;
    const out = openIn(time, 'sim:CAPTURE_PPM=500', { direction: 'playback', ...ask });
    const into = openIn(time, 'sim:CAPTURE_PPM=500', { direction: 'capture', ...ask });
    const [player, recorder] = [new MmapPlayback(out), new MmapCapture(into)];
    out.start();
    into.start();
    time.advance(10e9 + 100);
    player.hwsync();
    recorder.hwsync();
    expect([player.hwPtr(), recorder.hwPtr()]).toEqual([480_000, 480_240]);
  });
});
