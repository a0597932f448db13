import { describe, expect, it } from 'vitest';
import type { MmapPlayback } from '../../src/core/mmap-playback.js';
import { PcmState } from '../../src/device/pcm-state.js';
import { Player, type PlaySource } from '../../src/stream/player.js';
import { SineWriter } from '../../src/stream/sine-writer.js';
import { StreamCounters } from '../../src/stream/stream-counters.js';
import { codeOf, framesNs, playbackOn, sizes } from '../core/on-the-sim.js';
import { dumpPath, readWavChannels } from '../sim/dump.js';
import { loopOptions, lossesOf } from './loop.js';

const RING = { ...sizes(100, 1000), channels: 1, format: 'S16_LE' } as const;

/** Writes 1, 2, 3... and calls `before` ahead of each filling. */
function counting(total: number, before: (filling: number) => void = () => {}) {
  let next = 1;
  let fillings = 0;
  return {
    get ended() {
      return next > total;
    },
    fill(io: MmapPlayback) {
      before(fillings++);
      const left = {
        *[Symbol.iterator]() {
          while (next <= total) yield next++;
        },
      };
      return io.write(left[Symbol.iterator]());
    },
  } satisfies PlaySource;
}

function setUp(name = 'sim') {
  const stream = playbackOn(name, RING);
  const counters = new StreamCounters();
  const options = loopOptions(stream.time, counters);
  const play = (source: PlaySource) => new Player(stream.device, stream.io, source, options).run();
  return { ...stream, counters, losses: () => lossesOf(options), play };
}

describe('Player', () => {
  it('plays its source to the end and drains', () => {
    const path = dumpPath();
    const { device, io, counters, losses, play } = setUp(`sim:DUMP=${path}`);
    play(counting(5432));
    expect(io.state()).toBe(PcmState.SETUP);
    expect([counters.get('frames'), counters.get('xruns'), losses().length]).toEqual([5432, 0, 0]);
    expect([counters.get('state'), counters.active]).toEqual([PcmState.SETUP, false]);
    device.close();
    const [heard] = readWavChannels(path);
    expect(heard!.slice(0, 5432)).toEqual(Array.from({ length: 5432 }, (_, frame) => frame + 1));
    expect(heard!.slice(5432).every((sample) => sample === 0)).toBe(true);
  });

  it('plays a source that is shorter than the ring', () => {
    const path = dumpPath();
    const { device, play } = setUp(`sim:DUMP=${path}`);
    play(counting(30));
    device.close();
    expect(readWavChannels(path)[0]!.slice(0, 40)).toEqual([
      ...Array.from({ length: 30 }, (_, frame) => frame + 1),
      ...Array(10).fill(0),
    ]);
  });

  it('goes on after an xrun, tells at which frame it was, and counts it', () => {
    const { device, io, counters, losses, time, play } = setUp();
    const { wait } = device;
    let turns = 0;
    device.wait = (limitMs) => {
      if (++turns === 4) time.advance(framesNs(5000));
      return wait.call(device, limitMs);
    };
    play(counting(4000));
    expect(losses()).toMatchObject([{ cause: 'xrun', atFrame: 1300 }]);
    expect([counters.get('xruns'), counters.get('frames')]).toEqual([1, 4000]);
    expect(io.state()).toBe(PcmState.SETUP);
  });

  it('counts the frames that hw_ptr went past appl_ptr as not given', () => {
    const { device, io, losses, time, play } = setUp();
    const { wait } = device;
    let turns = 0;
    device.wait = (limitMs) => {
      const bits = wait.call(device, limitMs);
      if (++turns === 4) {
        time.advance(framesNs(5000));
        // As hardware does that is late to stop.
        io.control.setApplPtr(io.hwPtr() - 500);
      }
      return bits;
    };
    play(counting(4000));
    const [xrun, ...more] = losses();
    expect(more).toEqual([]);
    expect(xrun!.lostFrames).toBe(0);
    expect(xrun!.silentFrames).toBeGreaterThanOrEqual(500);
  });

  it('ends a stream that stops right after each start, saying so', () => {
    const { device, time, play } = setUp();
    const { wait } = device;
    device.wait = (limitMs) => {
      time.advance(framesNs(3000));
      return wait.call(device, limitMs);
    };
    expect(codeOf(() => play(counting(1_000_000)))).toBe('XRUN');
  });

  it('ends in order when it is asked to', () => {
    const { io, counters, play } = setUp();
    play(
      counting(Number.POSITIVE_INFINITY, () => {
        if (counters.get('frames') >= 1400) counters.requestStop();
      }),
    );
    expect(io.state()).toBe(PcmState.SETUP);
    expect(counters.get('frames')).toBe(1500);
  });

  it('sleeps while its source has nothing, until the ring has run dry', () => {
    const { device, counters, losses, play } = setUp();
    const { wait } = device;
    let waits = 0;
    device.wait = (limitMs) => {
      waits++;
      return wait.call(device, limitMs);
    };
    let given = 0;
    play({
      get ended() {
        return losses().length > 0;
      },
      fill(io) {
        // 400 frames, and when the ring is dry a period more.
        const dry = io.state() === PcmState.PREPARED && io.avail() === io.bufferSize;
        const frames = given < 400 ? 400 : dry ? 100 : 0;
        io.commit(frames);
        given += frames;
        return frames;
      },
    });
    expect(losses()).toMatchObject([{ cause: 'xrun', atFrame: 400 }]);
    // A millisecond each, of the 8 that 400 frames last, and the drain.
    expect(waits).toBeLessThan(80);
    expect(counters.get('frames')).toBeGreaterThanOrEqual(500);
  });

  it('tells that the device went away', () => {
    const { play } = setUp('sim:UNPLUG=2500');
    expect(codeOf(() => play(counting(10_000)))).toBe('DISCONNECTED');
  });
});

describe('SineWriter', () => {
  it('writes as many frames as asked, the same on every channel, across fillings', () => {
    const { device, io, time } = playbackOn('sim', { ...RING, channels: 2 });
    const writer = new SineWriter(io, 1000, -6, 1300);
    expect(writer.fill(io)).toBe(1000);
    device.start();
    time.advance(framesNs(500));
    const before = io['data'].get(60, 0);
    expect(writer.ended).toBe(false);
    expect(writer.fill(io)).toBe(300);
    expect(writer.ended).toBe(true);
    expect(writer.fill(io)).toBe(0);
    // 48 frames are one turn at 1000 Hz, and frame 1020 is at the place 20.
    expect(before).not.toBe(0);
    expect([io['data'].get(20, 0), io['data'].get(20, 1)]).toEqual([before, before]);
  });
});
