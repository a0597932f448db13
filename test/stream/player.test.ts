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

/** A source of 1, 2, 3, ... that calls `before` ahead of each fill. */
function counting(total: number, before: (fill: number) => void = () => {}) {
  let next = 1;
  let fills = 0;
  return {
    get ended() {
      return next > total;
    },
    fill(io: MmapPlayback) {
      before(fills++);
      const remaining = {
        *[Symbol.iterator]() {
          while (next <= total) yield next++;
        },
      };
      return io.write(remaining[Symbol.iterator]());
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
    const [played] = readWavChannels(path);
    expect(played!.slice(0, 5432)).toEqual(Array.from({ length: 5432 }, (_, frame) => frame + 1));
    expect(played!.slice(5432).every((sample) => sample === 0)).toBe(true);
  });

  it('plays a source shorter than the ring', () => {
    const path = dumpPath();
    const { device, play } = setUp(`sim:DUMP=${path}`);
    play(counting(30));
    device.close();
    expect(readWavChannels(path)[0]!.slice(0, 40)).toEqual([
      ...Array.from({ length: 30 }, (_, frame) => frame + 1),
      ...Array(10).fill(0),
    ]);
  });

  describe.each([
    ['PAUSE', ''],
    ['DROP', ',QUIRK=pause-refused'],
    ['PAUSE, and suspended meanwhile', ',QUIRK=pause-suspends'],
  ])('paused by %s', (_, quirk) => {
    const PAUSE_NS = framesNs(3000);

    /** Plays 5000 frames; pauses after four fills, and calls `end` after three waits. */
    function playPaused(end: (counters: StreamCounters) => void) {
      const path = dumpPath();
      const stream = setUp(`sim:DUMP=${path}${quirk}`);
      const { counters, time, device } = stream;
      let waits = 0;
      counters.waitWhilePaused = () => {
        time.advance(PAUSE_NS);
        if (++waits === 3) end(counters);
      };
      stream.play(
        counting(5000, (fill) => {
          if (fill === 4) counters.pauseRequested = true;
        }),
      );
      device.close();
      return { ...stream, played: readWavChannels(path)[0]! };
    }

    it('continues at the same frame, without an xrun', () => {
      const { counters, losses, played } = playPaused((counters) => {
        counters.pauseRequested = false;
      });
      expect(played.slice(0, 5000)).toEqual(Array.from({ length: 5000 }, (_, at) => at + 1));
      expect(played.slice(5000).every((sample) => sample === 0)).toBe(true);
      expect([counters.get('frames'), counters.get('xruns'), losses()]).toEqual([5000, 0, []]);
      expect(counters.get('pausedNs')).toBe(3 * PAUSE_NS);
    });

    it('ends at a stop request, and does not count the frames that were not played', () => {
      const { counters, losses, played } = playPaused((counters) => counters.requestStop());
      const frames = counters.get('frames');
      expect(played).toEqual(Array.from({ length: frames }, (_, at) => at + 1));
      expect([counters.get('state'), frames < 1500, losses()]).toEqual([PcmState.SETUP, true, []]);
    });
  });

  it('recovers from an xrun, reports its frame and counts it', () => {
    const { device, io, counters, losses, time, play } = setUp();
    const { wait } = device;
    let cycles = 0;
    device.wait = (limitMs) => {
      if (++cycles === 4) time.advance(framesNs(5000));
      return wait.call(device, limitMs);
    };
    play(counting(4000));
    expect(losses()).toMatchObject([{ kind: 'xrun', atFrame: 1300 }]);
    expect([counters.get('xruns'), counters.get('frames')]).toEqual([1, 4000]);
    expect(io.state()).toBe(PcmState.SETUP);
  });

  it('counts frames between appl_ptr and hw_ptr as silent', () => {
    const { device, io, losses, time, play } = setUp();
    const { wait } = device;
    let cycles = 0;
    device.wait = (limitMs) => {
      const bits = wait.call(device, limitMs);
      if (++cycles === 4) {
        time.advance(framesNs(5000));
        // Hardware that stops late runs past appl_ptr.
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

  it('throws XRUN when the stream stops after each start', () => {
    const { device, time, play } = setUp();
    const { wait } = device;
    device.wait = (limitMs) => {
      time.advance(framesNs(3000));
      return wait.call(device, limitMs);
    };
    expect(codeOf(() => play(counting(1_000_000)))).toBe('XRUN');
  });

  it('drains after a stop request', () => {
    const { io, counters, play } = setUp();
    play(
      counting(Number.POSITIVE_INFINITY, () => {
        if (counters.get('frames') >= 1400) counters.requestStop();
      }),
    );
    expect(io.state()).toBe(PcmState.SETUP);
    expect(counters.get('frames')).toBe(1500);
  });

  it('sleeps while its source is empty, until the ring has underrun', () => {
    const { device, counters, losses, play } = setUp();
    const { wait } = device;
    let waits = 0;
    device.wait = (limitMs) => {
      waits++;
      return wait.call(device, limitMs);
    };
    let filled = 0;
    play({
      get ended() {
        return filled > 400;
      },
      fill(io) {
        // 400 frames, and another period after the underrun.
        const hasUnderrun = io.state() === PcmState.PREPARED && io.avail() === io.bufferSize;
        const frames = filled < 400 ? 400 : hasUnderrun ? 100 : 0;
        io.commit(frames);
        filled += frames;
        return frames;
      },
    });
    expect(losses()).toMatchObject([{ kind: 'xrun', atFrame: 400 }]);
    // One a millisecond, for the 8 ms of 400 frames and for the drain.
    expect(waits).toBeLessThan(80);
    expect(counters.get('frames')).toBeGreaterThanOrEqual(500);
  });

  it('throws DISCONNECTED', () => {
    const { play } = setUp('sim:UNPLUG=2500');
    expect(codeOf(() => play(counting(10_000)))).toBe('DISCONNECTED');
  });
});

describe('SineWriter', () => {
  it('writes its total, the same on every channel, across fills', () => {
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
    // 48 frames are one period of 1000 Hz; frame 1020 has the ring offset 20.
    expect(before).not.toBe(0);
    expect([io['data'].get(20, 0), io['data'].get(20, 1)]).toEqual([before, before]);
  });
});
