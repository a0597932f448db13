import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sampleCodec } from '../../src/audio/sample-codec.js';
import type { MmapPlayback } from '../../src/core/mmap-playback.js';
import { findFormat } from '../../src/device/format.js';
import { bytesPerFrame } from '../../src/device/params.js';
import { PcmState } from '../../src/device/pcm-state.js';
import { patternSample } from '../../src/sim/signal.js';
import { FrameFifo } from '../../src/stream/frame-fifo.js';
import type { LossEvent } from '../../src/stream/loss.js';
import { Player } from '../../src/stream/player.js';
import { Recorder } from '../../src/stream/recorder.js';
import { StreamCounters } from '../../src/stream/stream-counters.js';
import type { XrunPolicy } from '../../src/stream/xrun-policy.js';
import { captureOn, codeOf, framesNs, playbackOn, sizes } from '../core/on-the-sim.js';
import { dumpPath, readWavChannels } from '../sim/dump.js';
import { loopOptions, lossesOf } from './loop.js';

const RING = { ...sizes(100, 1000), channels: 1, format: 'S32_LE' } as const;
const FREE = { ...RING, stopThreshold: 'never', autoSilence: true } as const;
const WALL_MS = 1_700_000_000_000;
// A machine that is late is not one that slept: the wall clock stands as well.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Whole frames of a tail of silence: 50 ms. */
const TAIL = 2400;

/** Plays the numbers 1 to `total`, one a frame, and answers what was told and what was heard. */
function play(
  nature: string,
  { total = 4000, onXrun = 'recover' as XrunPolicy, late = 0, sleepMs = 0 } = {},
) {
  const path = dumpPath();
  const ask = onXrun === 'free-run' ? FREE : RING;
  const { device, io, time } = playbackOn(`sim:DUMP=${path}${nature}`, ask);
  const options = loopOptions(time, new StreamCounters(), onXrun);
  const { wait } = device;
  let turns = 0;
  let sleptMs = 0;
  device.wait = (limitMs) => {
    if (late > 0 && ++turns === 4) time.advance(framesNs(late));
    const bits = wait.call(device, limitMs);
    if (sleepMs > 0) {
      if (io.state() === PcmState.SUSPENDED) sleptMs = sleepMs;
      vi.setSystemTime(WALL_MS + time.nowNs() / 1e6 + sleptMs);
    }
    return bits;
  };
  let next = 1;
  const numbers = {
    *[Symbol.iterator]() {
      while (next <= total) yield next++;
    },
  };
  const source = {
    get ended() {
      return next > total;
    },
    fill: (to: MmapPlayback) => to.write(numbers[Symbol.iterator]()),
  };
  const startedNs = time.nowNs();
  if (sleepMs > 0) vi.setSystemTime(WALL_MS + startedNs / 1e6);
  const code = codeOf(() => new Player(device, io, source, options).run());
  const tookNs = time.nowNs() - startedNs;
  const state = code === undefined ? io.state() : undefined;
  device.close();
  const { counters } = options;
  return {
    code,
    state,
    tookNs,
    losses: lossesOf(options),
    heard: readWavChannels(path)[0]!,
    counters,
  };
}

/** Records `total` frames of the pattern, and answers what was told and what is in the FIFO. */
function record(nature: string, { total = 4000, onXrun = 'recover' as XrunPolicy, late = 0 } = {}) {
  const ask = onXrun === 'free-run' ? FREE : RING;
  const { device, io, time } = captureOn(`sim:SIGNAL=pattern${nature}`, ask);
  const options = loopOptions(time, new StreamCounters(), onXrun);
  const { wait } = device;
  let turns = 0;
  device.wait = (limitMs) => {
    if (late > 0 && ++turns === 4) time.advance(framesNs(late));
    return wait.call(device, limitMs);
  };
  const fifo = FrameFifo.allocate(total + 1000, bytesPerFrame(device.params));
  const code = codeOf(() => new Recorder(device, io, fifo, total, options).run());
  const bytes = new Uint8Array(fifo.capacity * fifo.frameBytes);
  const frames = fifo.read(bytes);
  const samples = [...new Int32Array(bytes.buffer, 0, frames)];
  return { code, losses: lossesOf(options), samples, counters: options.counters };
}

function numbers(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index + 1);
}

const codec = sampleCodec(findFormat('S32_LE')!);

function pattern(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => patternSample(codec, from + index, 0));
}

/** Where the numbers that were heard go on elsewhere than one after the other. */
function holesIn(heard: readonly number[]) {
  const holes: { readonly at: number; readonly frames: number; readonly missing: number }[] = [];
  let last = 0;
  let silent = 0;
  for (const [at, value] of heard.entries()) {
    if (value === 0) {
      silent++;
      continue;
    }
    if (value !== last + 1) holes.push({ at, frames: silent, missing: value - last - 1 });
    else if (silent > 0) holes.push({ at, frames: silent, missing: 0 });
    last = value;
    silent = 0;
  }
  return { holes, last, tail: silent };
}

describe('a playback that', () => {
  it.each([
    ['is stopped by an xrun loses what the ring held', ',XRUN=2000', 'xrun'],
    ['is suspended, without a resume, loses as much', ',SUSPEND=2000,RESUME=no', 'suspend'],
  ] as const)('%s, and goes on with what comes then', (_, nature, cause) => {
    const { code, losses, heard, counters } = play(nature);
    expect(code).toBeUndefined();
    expect(losses).toMatchObject([
      { cause, atFrame: 2900, lostFrames: 900, silentFrames: 0, fillFrames: 900 },
    ]);
    expect(holesIn(heard)).toEqual({
      holes: [{ at: 2000, frames: 0, missing: 900 }],
      last: 4000,
      tail: TAIL,
    });
    expect([counters.get('xruns'), counters.get('frames')]).toEqual([1, 4000]);
  });

  it('is stopped again and again tells of each', () => {
    const { losses, heard } = play(',XRUN=1000:1500', { total: 9000 });
    expect(losses.length).toBeGreaterThan(3);
    const missing = holesIn(heard).holes.map(({ missing }) => missing);
    expect(losses.slice(0, missing.length).map(({ lostFrames }) => lostFrames)).toEqual(missing);
  });

  it.each([2000, 2050])('is suspended at frame %i and resumed loses nothing', (frame) => {
    const { code, losses, heard } = play(`,SUSPEND=${frame}`);
    expect(code).toBeUndefined();
    expect(losses).toMatchObject([{ cause: 'suspend', lostFrames: 0, silentFrames: 0 }]);
    expect(holesIn(heard)).toEqual({ holes: [], last: 4000, tail: TAIL });
  });

  // The wall clock does not count the period before the sleep, as it stood.
  it('is resumed after a sleep was silent for as long as the wall clock tells', () => {
    const { losses, heard } = play(',SUSPEND=2000', { sleepMs: 5000 });
    expect(losses).toMatchObject([{ cause: 'suspend', atFrame: 2900, lostFrames: 0 }]);
    const [{ silentFrames }] = losses as [LossEvent];
    // It slept after the last look, within a period of it.
    expect(silentFrames).toBeGreaterThan(240_000 - 100);
    expect(silentFrames).toBeLessThanOrEqual(240_000);
    expect(holesIn(heard)).toMatchObject({ holes: [], last: 4000 });
  });

  it.each([3900, 4500])('is suspended at frame %i, while it drains, is drained', (frame) => {
    const { code, state, losses, heard } = play(`,SUSPEND=${frame}`);
    expect([code, state]).toEqual([undefined, PcmState.SETUP]);
    expect(losses).toMatchObject([{ cause: 'suspend', atFrame: 4000, lostFrames: 0 }]);
    expect(holesIn(heard)).toEqual({ holes: [], last: 4000, tail: TAIL });
  });

  it.each([
    [',XRUN=3900', 'xrun'],
    [',SUSPEND=3900,RESUME=no', 'suspend'],
  ])('stops while it drains tells what was not played: %s', (nature, cause) => {
    const { code, losses, heard } = play(nature);
    expect(code).toBeUndefined();
    expect(losses).toMatchObject([{ cause, atFrame: 4000, lostFrames: 100, durationNs: 0 }]);
    expect(heard).toEqual(numbers(0, 3900));
  });

  it('stops after the last frame has lost nothing', () => {
    const { code, losses, heard } = play(',XRUN=4100');
    expect([code, losses]).toEqual([undefined, []]);
    expect(holesIn(heard)).toMatchObject({ holes: [], last: 4000 });
  });

  it.each([2000, 3900])('is to be ended at an xrun, is, at frame %i', (frame) => {
    const { code, losses, heard } = play(`,XRUN=${frame}`, { onXrun: 'stop' });
    const atFrame = Math.min(4000, frame + 900);
    expect(code).toBe('XRUN');
    expect(losses).toMatchObject([{ cause: 'xrun', atFrame, lostFrames: atFrame - frame }]);
    expect(heard).toEqual(numbers(0, frame));
  });

  it('is never stopped is silent where it was given nothing, for as long as it tells', () => {
    const { code, losses, heard } = play('', { onXrun: 'free-run', late: 3210 });
    expect(code).toBeUndefined();
    const [xrun, ...more] = losses;
    expect(more).toEqual([]);
    expect(xrun).toMatchObject({ cause: 'xrun', lostFrames: 0 });
    expect(xrun!.silentFrames).toBeGreaterThan(2000);
    expect(holesIn(heard)).toMatchObject({
      holes: [{ at: xrun!.atFrame + xrun!.silentFrames, frames: xrun!.silentFrames, missing: 0 }],
      last: 4000,
    });
  });

  it.each([2000, 3900])('has a pointer that is stuck at frame %i is given up', (frame) => {
    const { code, heard } = play(`,STALL=${frame}`);
    expect(code).toBe('FAILED');
    expect(heard).toEqual(numbers(0, frame));
  });

  it('was started again just before its end is given the time for that while it drains', () => {
    const { code, tookNs } = play(',XRUN=3000,STALL=3900');
    expect(code).toBe('FAILED');
    expect(tookNs / 1e6).toBeGreaterThan((1000 * 3000) / 48_000 + 2450);
    expect(play(',STALL=3900').tookNs / 1e6).toBeLessThan(900);
  });
});

describe('a playback that runs dry', () => {
  it('and is given no more has lost nothing, and ends in order', () => {
    const { device, io, time } = playbackOn('sim', RING);
    const options = loopOptions(time);
    const { wait } = device;
    device.wait = (limitMs) => {
      // There is room all the time: who waits for room is not kept waiting.
      time.advance(framesNs(10));
      return wait.call(device, limitMs);
    };
    let given = 0;
    const source = {
      ended: false,
      fill: (to: MmapPlayback) => {
        const frames = 500 - given;
        to.commit(frames);
        given = 500;
        return frames;
      },
      waitForFrames: () => {
        source.ended = given > 0 && io.avail() === io.bufferSize;
      },
    };
    new Player(device, io, source, options).run();
    expect([io.state(), lossesOf(options)]).toEqual([PcmState.SETUP, []]);
    expect(options.counters.get('frames')).toBe(500);
  });
});

describe('a recording that', () => {
  it.each([
    ['is stopped by an xrun', ',XRUN=2000', 'xrun'],
    ['is suspended, without a resume,', ',SUSPEND=2000,RESUME=no', 'suspend'],
  ] as const)('%s loses what was not read, and begins anew', (_, nature, cause) => {
    const { code, losses, samples } = record(nature);
    expect(code).toBeUndefined();
    expect(losses).toMatchObject([{ cause, atFrame: 1900, lostFrames: 100, silentFrames: 0 }]);
    expect(samples).toEqual([...pattern(0, 1900), ...pattern(0, 2100)]);
  });

  it.each([2000, 2050])('is suspended at frame %i and resumed loses nothing', (frame) => {
    const { code, losses, samples } = record(`,SUSPEND=${frame}`);
    expect(code).toBeUndefined();
    expect(losses).toMatchObject([{ cause: 'suspend', atFrame: frame, lostFrames: 0 }]);
    expect(samples).toEqual(pattern(0, 4000));
  });

  it('is to be ended at an xrun, is', () => {
    const { code, losses, samples } = record(',XRUN=2000', { onXrun: 'stop' });
    expect(code).toBe('XRUN');
    expect(losses).toMatchObject([{ atFrame: 1900, lostFrames: 100, durationNs: 0 }]);
    expect(samples).toEqual(pattern(0, 1900));
  });

  it('is never stopped lacks what it tells, and nothing else', () => {
    const { code, losses, samples } = record('', { onXrun: 'free-run', late: 3210 });
    expect(code).toBeUndefined();
    const [xrun, ...more] = losses;
    expect(more).toEqual([]);
    const { atFrame, lostFrames, silentFrames } = xrun!;
    expect(lostFrames).toBeGreaterThan(2000);
    expect(silentFrames).toBe(0);
    expect(samples).toEqual([
      ...pattern(0, atFrame),
      ...pattern(atFrame + lostFrames, 4000 + lostFrames),
    ]);
  });

  it('has a pointer that is stuck keeps what came before', () => {
    const { code, samples } = record(',STALL=2000');
    expect(code).toBe('FAILED');
    expect(samples).toEqual(pattern(0, 2000));
  });
});
