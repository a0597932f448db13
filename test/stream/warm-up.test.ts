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

const NATURES = [
  '',
  ':CONTROL=refused',
  ':STATUS=refused,CONTROL=refused',
  ':ACCESS=noninterleaved',
  ':BOUNDARY=2',
];
const RING = { ...sizes(1000, 4000), channels: 2, format: 'S16_LE' } as const;
const TINY = { ...sizes(16, 32), channels: 1, format: 'S24_3LE' } as const;

interface Told {
  readonly frames: number;
  readonly losses: number;
  readonly paths: readonly string[];
}

function tell({ counters, losses }: LoopOptions, { status, control }: MmapIO): Told {
  const told = lossesOf({ counters, losses });
  return {
    frames: counters.get('frames'),
    losses: told.length,
    paths: [status.path, control.path],
  };
}

function played(device: PcmDevice, io: MmapPlayback, total = Infinity): Told {
  let told: Told | undefined;
  warmUp(device, io, (standIn, fifo, options) => {
    const scratch = new MmapPlayback(standIn);
    new Player(standIn, scratch, new FifoSource(fifo, total), options).run();
    told = tell(options, scratch);
  });
  return told!;
}

function recorded(device: PcmDevice, io: MmapCapture): Told {
  let told: Told | undefined;
  warmUp(device, io, (standIn, fifo, options) => {
    const scratch = new MmapCapture(standIn);
    new Recorder(standIn, scratch, fifo, Infinity, options).run();
    told = tell(options, scratch);
  });
  return told!;
}

describe.each(NATURES)('a rehearsal on sim%s', (nature) => {
  it.each([
    ['a ring of 4000 frames', RING],
    ['a tiny one', TINY],
  ])('runs a whole playback without a loss, in %s, by the same paths', (_, ring) => {
    const { device, io } = playbackOn(`sim${nature}`, ring);
    const { frames, losses, paths } = played(device, io);
    expect(frames).toBeGreaterThanOrEqual(300 * (Math.min(64, device.params.periodSize) - 3));
    expect(losses).toBe(0);
    expect(paths).toEqual([io.status.path, io.control.path]);
  });

  it.each([
    ['a ring of 4000 frames', RING],
    ['a tiny one', TINY],
  ])('runs a whole capture without a loss, in %s, by the same paths', (_, ring) => {
    const { device, io } = captureOn(`sim${nature}`, ring);
    const { frames, losses, paths } = recorded(device, io);
    expect(frames).toBeGreaterThanOrEqual(299 * (Math.min(64, device.params.periodSize) - 3));
    expect(losses).toBe(0);
    expect(paths).toEqual([io.status.path, io.control.path]);
  });

  it('leaves the device as it is: prepared, its pointers and its ring untouched', () => {
    const { device, io } = playbackOn(`sim${nature}`, RING);
    const before = [io.state(), io.hwPtr(), io.applPtr(), io.control.availMin(), io.avail()];
    played(device, io);
    expect([io.state(), io.hwPtr(), io.applPtr(), io.control.availMin(), io.avail()]).toEqual(
      before,
    );
    expect(io.state()).toBe(PcmState.PREPARED);
    const ring = io.dataPtr()[0];
    const samples = Array.from({ length: ring.frames }, (_, frame) => ring.get(frame, 0));
    expect(samples.every((sample) => sample === 0)).toBe(true);
  });
});

describe('a rehearsal', () => {
  it('runs a playback without period interrupts, too', () => {
    const asked = { ...RING, periodWakeup: false };
    const { device, io } = playbackOn('sim:PERIOD_WAKEUP=optional', asked);
    const { frames, losses } = played(device, io);
    expect(frames).toBeGreaterThanOrEqual(300 * 61);
    expect(losses).toBe(0);
  });

  it('ends where there is less to play than it would', () => {
    const { device, io } = playbackOn('sim', RING);
    expect(played(device, io, 100)).toMatchObject({ frames: 100, losses: 0 });
  });

  it('gives its memory back where the loop fails, and lets the failure out', () => {
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
