import { describe, expect, it } from 'vitest';
import { MmapCapture } from '../../src/core/mmap-capture.js';
import type { MmapIO } from '../../src/core/mmap-io.js';
import { MmapPlayback } from '../../src/core/mmap-playback.js';
import type { PcmDevice } from '../../src/device/pcm-device.js';
import { PcmState } from '../../src/device/pcm-state.js';
import { FifoSource } from '../../src/stream/fifo-source.js';
import { Player } from '../../src/stream/player.js';
import { Recorder } from '../../src/stream/recorder.js';
import type { LoopOptions } from '../../src/stream/stream-loop.js';
import { warmUp } from '../../src/stream/warm-up.js';
import { captureOn, playbackOn, sizes } from '../core/on-the-sim.js';
import { lossesOf } from './loop.js';

const SETTINGS = [
  '',
  ':CONTROL=refused',
  ':STATUS=refused,CONTROL=refused',
  ':ACCESS=noninterleaved',
  ':BOUNDARY=2',
];
const RING = { ...sizes(1000, 4000), channels: 2, format: 'S16_LE' } as const;
const TINY = { ...sizes(16, 32), channels: 1, format: 'S24_3LE' } as const;

interface WarmUpResult {
  readonly frames: number;
  readonly losses: number;
  readonly paths: readonly string[];
}

function resultOf({ counters, losses }: LoopOptions, { status, control }: MmapIO): WarmUpResult {
  const { length } = lossesOf({ counters, losses });
  return { frames: counters.get('frames'), losses: length, paths: [status.path, control.path] };
}

function warmUpPlayer(device: PcmDevice, io: MmapPlayback, total = Infinity): WarmUpResult {
  let result: WarmUpResult | undefined;
  warmUp(device, io, (standIn, fifo, options) => {
    const scratch = new MmapPlayback(standIn);
    new Player(standIn, scratch, new FifoSource(fifo, total), options).run();
    result = resultOf(options, scratch);
  });
  return result!;
}

function warmUpRecorder(device: PcmDevice, io: MmapCapture): WarmUpResult {
  let result: WarmUpResult | undefined;
  warmUp(device, io, (standIn, fifo, options) => {
    const scratch = new MmapCapture(standIn);
    new Recorder(standIn, scratch, fifo, Infinity, options).run();
    result = resultOf(options, scratch);
  });
  return result!;
}

describe.each(SETTINGS)('warmUp on sim%s', (settings) => {
  it.each([
    ['a ring of 4000 frames', RING],
    ['a ring of 32 frames', TINY],
  ])('plays without a loss on %s, through the same access paths', (_, ring) => {
    const { device, io } = playbackOn(`sim${settings}`, ring);
    const { frames, losses, paths } = warmUpPlayer(device, io);
    expect(frames).toBeGreaterThanOrEqual(450 * (Math.min(64, device.params.periodSize) - 3));
    expect(losses).toBe(0);
    expect(paths).toEqual([io.status.path, io.control.path]);
  });

  it.each([
    ['a ring of 4000 frames', RING],
    ['a ring of 32 frames', TINY],
  ])('records without a loss on %s, through the same access paths', (_, ring) => {
    const { device, io } = captureOn(`sim${settings}`, ring);
    const { frames, losses, paths } = warmUpRecorder(device, io);
    expect(frames).toBeGreaterThanOrEqual(449 * (Math.min(64, device.params.periodSize) - 3));
    expect(losses).toBe(0);
    expect(paths).toEqual([io.status.path, io.control.path]);
  });

  it('leaves the device PREPARED, its pointers and ring untouched', () => {
    const { device, io } = playbackOn(`sim${settings}`, RING);
    const before = [io.state(), io.hwPtr(), io.applPtr(), io.control.availMin(), io.avail()];
    warmUpPlayer(device, io);
    expect([io.state(), io.hwPtr(), io.applPtr(), io.control.availMin(), io.avail()]).toEqual(
      before,
    );
    expect(io.state()).toBe(PcmState.PREPARED);
    const ring = io.dataPtr()[0];
    const samples = Array.from({ length: ring.frames }, (_, frame) => ring.get(frame, 0));
    expect(samples.every((sample) => sample === 0)).toBe(true);
  });
});

describe('warmUp', () => {
  it('plays without period interrupts', () => {
    const ring = { ...RING, periodWakeup: false };
    const { device, io } = playbackOn('sim:PERIOD_WAKEUP=optional', ring);
    const { frames, losses } = warmUpPlayer(device, io);
    expect(frames).toBeGreaterThanOrEqual(450 * 61);
    expect(losses).toBe(0);
  });

  it('ends early with a short source', () => {
    const { device, io } = playbackOn('sim', RING);
    expect(warmUpPlayer(device, io, 100)).toMatchObject({ frames: 100, losses: 0 });
  });

  it('closes its memory and rethrows when the loop fails', () => {
    const { device, io } = playbackOn('sim', RING);
    let scratch: MmapPlayback | undefined;
    const failing = () =>
      warmUp(device, io, (standIn) => {
        scratch = new MmapPlayback(standIn);
        throw new Error('no');
      });
    expect(failing).toThrow('no');
    expect(() => scratch!.hwPtr()).toThrow('closed');
  });
});
