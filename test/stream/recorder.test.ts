import { describe, expect, it } from 'vitest';
import { sampleCodec } from '../../src/audio/sample-codec.js';
import { findFormat } from '../../src/device/format.js';
import { bytesPerFrame, type PcmRequest } from '../../src/device/params.js';
import { PcmState } from '../../src/device/pcm-state.js';
import { patternSample } from '../../src/sim/signal.js';
import { FrameFifo } from '../../src/stream/frame-fifo.js';
import { Recorder } from '../../src/stream/recorder.js';
import { StreamCounters } from '../../src/stream/stream-counters.js';
import { captureOn, codeOf, framesNs, sizes } from '../core/on-the-sim.js';
import { loopOptions, lossesOf } from './loop.js';

const RING = { ...sizes(100, 1000), channels: 2, format: 'S32_LE' } as const;
const PATTERN = 'sim:SIGNAL=pattern';

function setUp(
  name = PATTERN,
  { total = 1234, capacity = 5000, request = {} as Partial<PcmRequest> } = {},
) {
  const stream = captureOn(name, { ...RING, ...request });
  const counters = new StreamCounters();
  const fifo = FrameFifo.allocate(capacity, bytesPerFrame(stream.device.params));
  const options = loopOptions(stream.time, counters);
  const recorder = new Recorder(stream.device, stream.io, fifo, total, options);
  return { ...stream, counters, losses: () => lossesOf(options), fifo, recorder };
}

function readSamples(fifo: FrameFifo): number[] {
  const bytes = new Uint8Array(fifo.capacity * fifo.frameBytes);
  const frames = fifo.read(bytes);
  return [...new Int32Array(bytes.buffer, 0, frames * 2)];
}

function pattern(from: number, to: number): number[] {
  const codec = sampleCodec(findFormat('S32_LE')!);
  return Array.from({ length: 2 * (to - from) }, (_, index) =>
    patternSample(codec, from + Math.floor(index / 2), index % 2),
  );
}

describe.each([PATTERN, `${PATTERN},ACCESS=noninterleaved`, `${PATTERN},CONTROL=refused`])(
  'Recorder on %s',
  (name) => {
    it('copies its total into the FIFO bit for bit', () => {
      const { io, counters, fifo, recorder } = setUp(name);
      recorder.run();
      expect(readSamples(fifo)).toEqual(pattern(0, 1234));
      expect([
        counters.get('frames'),
        counters.get('xruns'),
        counters.get('fifoLostFrames'),
      ]).toEqual([1234, 0, 0]);
      expect([io.state(), counters.active]).toEqual([PcmState.SETUP, false]);
    });
  },
);

describe('Recorder', () => {
  it('counts and reports frames that do not fit into the FIFO, and continues', () => {
    const { counters, fifo, losses, recorder } = setUp(PATTERN, { total: 1234, capacity: 1000 });
    recorder.run();
    expect(losses()).toMatchObject([{ kind: 'fifo-overflow', atFrame: 1000, lostFrames: 234 }]);
    expect([counters.get('frames'), counters.get('fifoLostFrames')]).toEqual([1000, 234]);
    expect(readSamples(fifo)).toEqual(pattern(0, 1000));
  });

  it('reports an overflow once, when the FIFO has room again', () => {
    const { device, fifo, losses, recorder } = setUp(PATTERN, { total: 1500, capacity: 1000 });
    const { wait } = device;
    let cycles = 0;
    device.wait = (limitMs) => {
      if (++cycles === 13) fifo.read(new Uint8Array(1000 * fifo.frameBytes));
      return wait.call(device, limitMs);
    };
    recorder.run();
    expect(losses()).toMatchObject([{ kind: 'fifo-overflow', atFrame: 1000, lostFrames: 200 }]);
    expect(readSamples(fifo)).toEqual(pattern(1200, 1500));
  });

  it('throws XRUN when the stream stops after each start', () => {
    const { device, recorder, time } = setUp();
    const { wait } = device;
    device.wait = (limitMs) => {
      time.advance(framesNs(3000));
      return wait.call(device, limitMs);
    };
    expect(codeOf(() => recorder.run())).toBe('XRUN');
  });

  it('recovers from an xrun, reports its frame and counts the lost frames', () => {
    const { device, counters, losses, fifo, recorder, time } = setUp(PATTERN, { total: 2000 });
    const { wait } = device;
    let cycles = 0;
    device.wait = (limitMs) => {
      if (++cycles === 7) time.advance(framesNs(3000));
      return wait.call(device, limitMs);
    };
    recorder.run();
    const [xrun, ...more] = losses();
    expect(more).toEqual([]);
    const { atFrame, lostFrames } = xrun!;
    expect(atFrame).toBe(600);
    expect(lostFrames).toBeGreaterThanOrEqual(1000);
    expect([counters.get('xruns'), counters.get('lostFrames')]).toEqual([1, lostFrames]);
    expect(counters.get('frames')).toBe(2000);
    const from = 600 + lostFrames;
    expect(readSamples(fifo)).toEqual([...pattern(0, 600), ...pattern(from, from + 1400)]);
  });

  it('does not count copied but uncommitted frames as lost', () => {
    const { device, io, losses, fifo, recorder, time } = setUp(PATTERN, { total: 2000 });
    const { avail } = io;
    let hwPtrAtStop = 0;
    io.avail = () => {
      // Here the frames are copied, but not committed yet.
      if (hwPtrAtStop === 0 && io.applPtr() === 300) {
        time.advance(framesNs(900));
        hwPtrAtStop = io.hwPtr();
      }
      return avail.call(io);
    };
    recorder.run();
    expect(device.params.stopThreshold).toBe(1000);
    expect(hwPtrAtStop).toBe(1300);
    expect(losses()).toMatchObject([{ kind: 'xrun', atFrame: 400, lostFrames: 900 }]);
    expect(readSamples(fifo)).toEqual([...pattern(0, 400), ...pattern(1300, 2900)]);
  });

  it('drops frames that were overwritten during the copy', () => {
    const request = { stopThreshold: 'never' } as const;
    const { io, losses, fifo, recorder, time } = setUp(PATTERN, { total: 2000, request });
    const { dataPtr } = io;
    let late = false;
    io.dataPtr = () => {
      const regions = dataPtr.call(io);
      if (!late && io.applPtr() === 300) {
        late = true;
        time.advance(framesNs(1500));
      }
      return regions;
    };
    recorder.run();
    const [xrun, ...more] = losses();
    expect([xrun?.atFrame, more]).toEqual([300, []]);
    const from = 300 + xrun!.lostFrames;
    expect(from).toBeGreaterThan(800);
    expect(readSamples(fifo)).toEqual([...pattern(0, 300), ...pattern(from, from + 1700)]);
  });

  it('keeps the frames that arrived up to the stop', () => {
    const { device, counters, fifo, recorder, time } = setUp(PATTERN, {
      total: Number.POSITIVE_INFINITY,
    });
    const { wait } = device;
    let cycles = 0;
    device.wait = (limitMs) => {
      const bits = wait.call(device, limitMs);
      if (++cycles === 4) {
        counters.requestStop();
        time.advance(framesNs(50));
      }
      return bits;
    };
    recorder.run();
    const frames = counters.get('frames');
    expect(frames).toBe(450);
    expect(readSamples(fifo)).toEqual(pattern(0, 450));
  });

  it('ends in order and reports an overrun just before the stop', () => {
    const { device, io, counters, losses, recorder, time } = setUp(PATTERN, {
      total: Number.POSITIVE_INFINITY,
    });
    const { wait } = device;
    device.wait = (limitMs) => {
      counters.requestStop();
      return wait.call(device, limitMs);
    };
    const state = io.state.bind(io);
    let reads = 0;
    io.state = () => {
      if (reads++ === 0) {
        // Full at frame 1050, between two periods: only HWSYNC reveals it.
        io.control.setApplPtr(50);
        time.advance(framesNs(960));
      }
      return state();
    };
    recorder.run();
    expect(io.state()).toBe(PcmState.SETUP);
    expect(losses()).toMatchObject([{ atFrame: 100, lostFrames: 1010 }]);
    expect(counters.get('lostFrames')).toBe(1010);
  });

  it('delivers the frames before a disconnect, then throws DISCONNECTED', () => {
    const { device, counters, fifo, recorder, time } = setUp(`${PATTERN},UNPLUG=750`);
    const { wait } = device;
    let cycles = 0;
    device.wait = (limitMs) => {
      const bits = wait.call(device, limitMs);
      // Too slow to see the last periods before the disconnect.
      if (++cycles === 4) time.advance(framesNs(1000));
      return bits;
    };
    expect(codeOf(() => recorder.run())).toBe('DISCONNECTED');
    expect(counters.get('frames')).toBe(700);
    expect(readSamples(fifo)).toEqual(pattern(0, 700));
  });
});
