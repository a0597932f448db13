import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MmapPlayback } from '../../src/core/mmap-playback.js';
import { MMAP_STATUS } from '../../src/device/abi.js';
import { memoryOf } from '../../src/device/device-memory.js';
import type { Mapping } from '../../src/device/pcm-device.js';
import { PcmState } from '../../src/device/pcm-state.js';
import { codeOf, framesNs, playbackOn, sizes } from './on-the-sim.js';

const SMALL = { ...sizes(16, 50), format: 'S16_LE', channels: 2 } as const;

function* count(from = 1, to = Number.POSITIVE_INFINITY) {
  for (let value = from; value <= to; value++) yield value;
}

/** Returns the frames of the ring by offset. */
function ringOf(io: MmapPlayback): number[][] {
  const frames: number[][] = [];
  for (let offset = 0; offset < io.bufferSize; offset++) {
    const at = (channel: number) => io['data'].get(offset, channel);
    frames.push(Array.from({ length: io.channels }, (_, channel) => at(channel)));
  }
  return frames;
}

describe.each(['sim', 'sim:ACCESS=noninterleaved', 'sim:CONTROL=refused'])(
  'writing on %s',
  (name) => {
    it('fills the ring, commits, and leaves the rest in the iterator', () => {
      const { io } = playbackOn(name, SMALL);
      const samples = count();
      expect(io.write(samples)).toBe(50);
      expect([io.applPtr(), io.avail()]).toEqual([50, 0]);
      expect(ringOf(io)).toEqual(
        Array.from({ length: 50 }, (_, frame) => [2 * frame + 1, 2 * frame + 2]),
      );
      expect(samples.next().value).toBe(101);
      expect(io.write(samples)).toBe(0);
      expect(samples.next().value).toBe(102);
    });

    it('does not start the stream', () => {
      const { io } = playbackOn(name, SMALL);
      io.write(count());
      expect(io.state()).toBe(PcmState.PREPARED);
    });

    it('continues across the end of the ring', () => {
      const { device, io, time } = playbackOn(name, SMALL);
      const samples = count();
      io.write(samples);
      device.start();
      time.advance(framesNs(32));
      const [first, second] = io.dataPtr();
      expect([first.offset, first.frames, second.offset, second.frames]).toEqual([0, 32, 0, 0]);
      expect(io.write(samples)).toBe(32);
      time.advance(framesNs(32));
      const regions = io.dataPtr().map(({ offset, frames }) => [offset, frames]);
      expect(regions).toEqual([
        [32, 18],
        [0, 14],
      ]);
      expect(io.write(samples)).toBe(32);
      const ring = ringOf(io);
      expect(ring[49]).toEqual([199, 200]);
      expect(ring[0]).toEqual([201, 202]);
      expect(ring[13]).toEqual([227, 228]);
      expect(ring[14]).toEqual([129, 130]);
    });

    it('keeps the samples of an incomplete frame for the next write', () => {
      const { io } = playbackOn(name, SMALL);
      expect(io.write([1, 2, 3])).toBe(1);
      expect(io.applPtr()).toBe(1);
      expect(io.write([4, 5])).toBe(1);
      expect(io.write([6])).toBe(1);
      expect(ringOf(io).slice(0, 3)).toEqual([
        [1, 2],
        [3, 4],
        [5, 6],
      ]);
    });

    it('drops an incomplete frame after a prepare', () => {
      const { device, io } = playbackOn(name, SMALL);
      io.write([1, 2, 3]);
      device.prepare();
      io.discardPartialFrame();
      io.write([7, 8]);
      expect(ringOf(io)[0]).toEqual([7, 8]);
    });
  },
);

describe('MmapPlayback.write', () => {
  it('does not call next() after the end or without room', () => {
    for (const length of [0, 1, 64, 65, 99, 100, 101]) {
      const { device, io, time } = playbackOn('sim', SMALL);
      io.write(count());
      device.start();
      time.advance(framesNs(32));
      let calls = 0;
      let ended = 0;
      const samples: Iterator<number> = {
        next: () => {
          if (ended > 0) expect.fail(`${length}: called again after its end`);
          if (calls < length) return { done: false, value: ++calls };
          ended++;
          return { done: true, value: undefined };
        },
      };
      const frames = io.write({ [Symbol.iterator]: () => samples });
      expect(frames).toBe(Math.min(32, Math.floor(length / 2)));
      expect(calls).toBe(Math.min(64, length));
      expect(ended).toBe(length < 64 ? 1 : 0);
      device.close();
    }
  });

  it('writes samples in order however they are split into calls', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 12 }),
        fc.constantFrom('sim', 'sim:ACCESS=noninterleaved'),
        (channels, pieces, name) => {
          const { device, io } = playbackOn(name, { ...sizes(16, 200), channels });
          let sample = 0;
          for (const piece of pieces) io.write(Array.from({ length: piece }, () => ++sample));
          const frames = Math.min(200, Math.floor(sample / channels));
          expect(io.applPtr()).toBe(frames);
          expect(ringOf(io).slice(0, frames).flat()).toEqual(
            Array.from({ length: frames * channels }, (_, index) => index + 1),
          );
          device.close();
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('MmapPlayback.commit', () => {
  it('accepts integers from 0 to avail and nothing else', () => {
    const { io } = playbackOn('sim', SMALL);
    for (const frames of [-1, 51, 0.5, Number.NaN]) {
      expect([frames, codeOf(() => io.commit(frames))]).toEqual([frames, 'RANGE']);
    }
    io.commit(0);
    io.commit(50);
    for (const frames of [1, -1, -50, Number.NaN]) {
      expect([frames, codeOf(() => io.commit(frames))]).toEqual([frames, 'RANGE']);
    }
    expect(io.applPtr()).toBe(50);
  });

  it('is rejected in a state in which the kernel would discard it', () => {
    const { device, io, time } = playbackOn('sim', SMALL);
    io.commit(20);
    device.start();
    device.pause(true);
    io.commit(1);
    device.pause(false);
    time.advance(framesNs(60));
    expect(io.state()).toBe(PcmState.XRUN);
    expect(codeOf(() => io.commit(0))).toBe('XRUN');
    device.drop();
    expect(() => io.commit(1)).toThrow(/SETUP/);
  });

  it.each([9, 15, 16, 34, 35, 259, -1, -29])('is rejected in unknown state %i', (state) => {
    const { device, io } = playbackOn('sim', SMALL);
    new Int32Array((memoryOf(device).mapStatus() as Mapping).buffer)[MMAP_STATUS.state / 4] = state;
    expect(() => io.commit(1)).toThrow(`UNKNOWN(${state})`);
    expect(io.applPtr()).toBe(0);
  });

  it('throws DISCONNECTED after the device was removed', () => {
    const { device, io, time } = playbackOn('sim:UNPLUG=20', SMALL);
    io.commit(50);
    device.start();
    time.advance(framesNs(30));
    expect(codeOf(() => io.commit(1))).toBe('DISCONNECTED');
  });
});

describe('a free-running playback stream', () => {
  const free = { ...SMALL, stopThreshold: 'never' } as const;

  it('returns an avail above the buffer size, and regions of the buffer size at most', () => {
    const { device, io, time } = playbackOn('sim', free);
    io.commit(20);
    device.start();
    time.advance(framesNs(160));
    expect(io.state()).toBe(PcmState.RUNNING);
    expect(io.avail()).toBe(50 + 160 - 20);
    const [first, second] = io.dataPtr();
    expect([first.frames, second.frames]).toEqual([30, 20]);
  });

  it('advances to hw_ptr and returns the frames played that were not written', () => {
    const { device, io, time } = playbackOn('sim', free);
    io.commit(20);
    device.start();
    time.advance(framesNs(160));
    expect(io.forwardPastUnderrun()).toBe(140);
    expect([io.applPtr(), io.avail()]).toEqual([160, 50]);
    expect(io.forwardPastUnderrun()).toBe(0);
  });

  it('does not move without an underrun', () => {
    const { io } = playbackOn('sim', free);
    io.commit(20);
    expect(io.forwardPastUnderrun()).toBe(0);
    expect(io.applPtr()).toBe(20);
  });
});

describe.each([2, 4])('a playback stream whose pointers wrap after %d rings', (wrap) => {
  it('writes every frame to its offset over several buffers', () => {
    const { device, io, time } = playbackOn(`sim:BOUNDARY=${wrap}`, SMALL);
    const samples = count();
    let written = io.write(samples);
    device.start();
    for (let cycle = 0; cycle < 40; cycle++) {
      time.advance(framesNs(16));
      written += io.write(samples);
      expect(io.applPtr()).toBe(written % io.boundary);
      expect(io.state()).toBe(PcmState.RUNNING);
      const last = io['data'].get((written - 1) % io.bufferSize, 1);
      expect(last).toBe(2 * written);
    }
    expect(written).toBeGreaterThan(3 * io.boundary);
  });
});
