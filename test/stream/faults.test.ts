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
import type { XrunPolicy } from '../../src/stream/stream-options.js';
import { captureOn, codeOf, errorOf, framesNs, playbackOn, sizes } from '../core/on-the-sim.js';
import { dumpPath, readWavChannels } from '../sim/dump.js';
import { loopOptions, lossesOf } from './loop.js';

const RING = { ...sizes(100, 1000), channels: 1, format: 'S32_LE' } as const;
const FREE = { ...RING, stopThreshold: 'never', autoSilence: true } as const;
const WALL_MS = 1_700_000_000_000;
// A late machine did not sleep: the wall clock stands still, too.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Frames of the silent tail: 50 ms. */
const TAIL_FRAMES = 2400;

/** Plays the numbers 1 to `total`, one a frame; returns the losses and the played samples. */
function play(
  settings: string,
  { total = 4000, onXrun = 'recover' as XrunPolicy, late = 0, sleepMs = 0 } = {},
) {
  const path = dumpPath();
  const request = onXrun === 'free-run' ? FREE : RING;
  const { device, io, time } = playbackOn(`sim:DUMP=${path}${settings}`, request);
  const options = loopOptions(time, new StreamCounters(), onXrun);
  const { wait } = device;
  let cycles = 0;
  let sleptMs = 0;
  device.wait = (limitMs) => {
    if (late > 0 && ++cycles === 4) time.advance(framesNs(late));
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
  const error = errorOf(() => new Player(device, io, source, options).run());
  const code = error?.code;
  const tookNs = time.nowNs() - startedNs;
  const state = code === undefined ? io.state() : undefined;
  device.close();
  const { counters } = options;
  return {
    code,
    error,
    state,
    tookNs,
    losses: lossesOf(options),
    played: readWavChannels(path)[0]!,
    counters,
  };
}

/** Records `total` frames of the pattern; returns the losses and the samples in the FIFO. */
function record(
  settings: string,
  { total = 4000, onXrun = 'recover' as XrunPolicy, late = 0 } = {},
) {
  const request = onXrun === 'free-run' ? FREE : RING;
  const { device, io, time } = captureOn(`sim:SIGNAL=pattern${settings}`, request);
  const options = loopOptions(time, new StreamCounters(), onXrun);
  const { wait } = device;
  let cycles = 0;
  device.wait = (limitMs) => {
    if (late > 0 && ++cycles === 4) time.advance(framesNs(late));
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

/** Finds the gaps in a played sequence of numbers: their position, silence and missing numbers. */
function gapsIn(played: readonly number[]) {
  const gaps: { readonly at: number; readonly frames: number; readonly missing: number }[] = [];
  let last = 0;
  let silent = 0;
  for (const [at, value] of played.entries()) {
    if (value === 0) {
      silent++;
      continue;
    }
    if (value !== last + 1) gaps.push({ at, frames: silent, missing: value - last - 1 });
    else if (silent > 0) gaps.push({ at, frames: silent, missing: 0 });
    last = value;
    silent = 0;
  }
  return { gaps, last, tail: silent };
}

describe('Player', () => {
  it.each([
    ['an xrun', ',XRUN=2000', 'xrun'],
    ['a suspend without a resume', ',SUSPEND=2000,RESUME=no', 'suspend'],
  ] as const)('loses the frames in the ring at %s, and continues', (_, settings, kind) => {
    const { code, losses, played, counters } = play(settings);
    expect(code).toBeUndefined();
    expect(losses).toMatchObject([
      { kind, atFrame: 2900, lostFrames: 900, silentFrames: 0, fillFrames: 900 },
    ]);
    expect(gapsIn(played)).toEqual({
      gaps: [{ at: 2000, frames: 0, missing: 900 }],
      last: 4000,
      tail: TAIL_FRAMES,
    });
    expect([counters.get('xruns'), counters.get('frames')]).toEqual([1, 4000]);
  });

  it('reports each of many xruns', () => {
    const { losses, played } = play(',XRUN=1000:1500', { total: 9000 });
    expect(losses.length).toBeGreaterThan(3);
    const missing = gapsIn(played).gaps.map(({ missing }) => missing);
    expect(losses.slice(0, missing.length).map(({ lostFrames }) => lostFrames)).toEqual(missing);
  });

  it.each([2000, 2050])('loses nothing when it is suspended at frame %i and resumed', (frame) => {
    const { code, losses, played } = play(`,SUSPEND=${frame}`);
    expect(code).toBeUndefined();
    expect(losses).toMatchObject([{ kind: 'suspend', lostFrames: 0, silentFrames: 0 }]);
    expect(gapsIn(played)).toEqual({ gaps: [], last: 4000, tail: TAIL_FRAMES });
  });

  it('measures the silence of a sleep by the wall clock', () => {
    const { losses, played } = play(',SUSPEND=2000', { sleepMs: 5000 });
    expect(losses).toMatchObject([{ kind: 'suspend', atFrame: 2900, lostFrames: 0 }]);
    const [{ silentFrames }] = losses as [LossEvent];
    // The sleep began within a period of the last snapshot.
    expect(silentFrames).toBeGreaterThan(240_000 - 100);
    expect(silentFrames).toBeLessThanOrEqual(240_000);
    expect(gapsIn(played)).toMatchObject({ gaps: [], last: 4000 });
  });

  it.each([3900, 4500])('completes a drain that is suspended at frame %i', (frame) => {
    const { code, state, losses, played } = play(`,SUSPEND=${frame}`);
    expect([code, state]).toEqual([undefined, PcmState.SETUP]);
    expect(losses).toMatchObject([{ kind: 'suspend', atFrame: 4000, lostFrames: 0 }]);
    expect(gapsIn(played)).toEqual({ gaps: [], last: 4000, tail: TAIL_FRAMES });
  });

  it.each([
    [',XRUN=3900', 'xrun'],
    [',SUSPEND=3900,RESUME=no', 'suspend'],
  ])('reports the unplayed frames of an interrupted drain: %s', (settings, kind) => {
    const { code, losses, played } = play(settings);
    expect(code).toBeUndefined();
    expect(losses).toMatchObject([{ kind, atFrame: 4000, lostFrames: 100, durationNs: 0 }]);
    expect(played).toEqual(numbers(0, 3900));
  });

  it('reports no loss for a stop after the last frame', () => {
    const { code, losses, played } = play(',XRUN=4100');
    expect([code, losses]).toEqual([undefined, []]);
    expect(gapsIn(played)).toMatchObject({ gaps: [], last: 4000 });
  });

  it.each([2000, 3900])('ends at an xrun at frame %i with the policy stop', (frame) => {
    const { code, losses, played } = play(`,XRUN=${frame}`, { onXrun: 'stop' });
    const atFrame = Math.min(4000, frame + 900);
    expect(code).toBe('XRUN');
    expect(losses).toMatchObject([{ kind: 'xrun', atFrame, lostFrames: atFrame - frame }]);
    expect(played).toEqual(numbers(0, frame));
  });

  it('free-running, is silent for the reported frames', () => {
    const { code, losses, played } = play('', { onXrun: 'free-run', late: 3210 });
    expect(code).toBeUndefined();
    const [xrun, ...more] = losses;
    expect(more).toEqual([]);
    expect(xrun).toMatchObject({ kind: 'xrun', lostFrames: 0 });
    expect(xrun!.silentFrames).toBeGreaterThan(2000);
    expect(gapsIn(played)).toMatchObject({
      gaps: [{ at: xrun!.atFrame + xrun!.silentFrames, frames: xrun!.silentFrames, missing: 0 }],
      last: 4000,
    });
  });

  it.each([2000, 3900])('throws FAILED for a pointer that stalls at frame %i', (frame) => {
    const { code, played } = play(`,STALL=${frame}`);
    expect(code).toBe('FAILED');
    expect(played).toEqual(numbers(0, frame));
  });

  it('plays on hardware that begins 600 ms late', () => {
    const { code, losses, played } = play(',QUIRK=start-late');
    expect([code, losses]).toEqual([undefined, []]);
    expect(gapsIn(played)).toMatchObject({ gaps: [], last: 4000 });
  });

  it('blames the driver, and no other process, for a drain that does not end', () => {
    const { error, played } = play(',QUIRK=drain-never');
    expect(error).toMatchObject({ code: 'FAILED' });
    expect(error!.message).toMatch(/DRAINING .*drain-end/);
    expect(error!.message).not.toMatch(/process/);
    expect(played.slice(0, 4000)).toEqual(numbers(0, 4000));
  });

  it('grants the drain the grace period of a restart', () => {
    const { code, tookNs } = play(',XRUN=3000,STALL=3900');
    expect(code).toBe('FAILED');
    expect(tookNs / 1e6).toBeGreaterThan((1000 * 3000) / 48_000 + 2450);
    expect(play(',STALL=3900').tookNs / 1e6).toBeLessThan(900);
  });
});

describe('Player after its source is empty', () => {
  it('loses nothing and ends in order', () => {
    const { device, io, time } = playbackOn('sim', RING);
    const options = loopOptions(time);
    const { wait } = device;
    device.wait = (limitMs) => {
      // Time advances in small steps, so that the ring always has room.
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

describe('Recorder', () => {
  it.each([
    ['an xrun', ',XRUN=2000', 'xrun'],
    ['a suspend without a resume', ',SUSPEND=2000,RESUME=no', 'suspend'],
  ] as const)('loses the unread frames at %s, and restarts', (_, settings, kind) => {
    const { code, losses, samples } = record(settings);
    expect(code).toBeUndefined();
    expect(losses).toMatchObject([{ kind, atFrame: 1900, lostFrames: 100, silentFrames: 0 }]);
    expect(samples).toEqual([...pattern(0, 1900), ...pattern(2000, 4100)]);
  });

  it.each([2000, 2050])('loses nothing when it is suspended at frame %i and resumed', (frame) => {
    const { code, losses, samples } = record(`,SUSPEND=${frame}`);
    expect(code).toBeUndefined();
    expect(losses).toMatchObject([{ kind: 'suspend', atFrame: frame, lostFrames: 0 }]);
    expect(samples).toEqual(pattern(0, 4000));
  });

  it('ends at an xrun with the policy stop', () => {
    const { code, losses, samples } = record(',XRUN=2000', { onXrun: 'stop' });
    expect(code).toBe('XRUN');
    expect(losses).toMatchObject([{ atFrame: 1900, lostFrames: 100, durationNs: 0 }]);
    expect(samples).toEqual(pattern(0, 1900));
  });

  it('free-running, lacks the reported frames and no others', () => {
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

  it('keeps the frames before a stall', () => {
    const { code, samples } = record(',STALL=2000');
    expect(code).toBe('FAILED');
    expect(samples).toEqual(pattern(0, 2000));
  });
});
