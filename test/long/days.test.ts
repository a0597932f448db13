/** Days of frames in simulated time: across 2^32, and up to the largest exact integer. */

import { describe, expect, it } from 'vitest';
import type { MmapPlayback } from '../../src/core/mmap-playback.js';
import { MMAP_CONTROL, MMAP_STATUS } from '../../src/device/abi.js';
import { memoryOf } from '../../src/device/device-memory.js';
import { AlsaMmapError } from '../../src/device/errors.js';
import type { Mapping, PcmDevice } from '../../src/device/pcm-device.js';
import { PcmState } from '../../src/device/pcm-state.js';
import { signalFunction } from '../../src/sim/signal.js';
import { Player } from '../../src/stream/player.js';
import { captureOn, framesNs, playbackOn, sizes } from '../core/on-the-sim.js';
import { loopOptions, lossesOf } from '../stream/loop.js';

const RATE_HZ = 48_000;
const THREE_DAYS = 3 * 24 * 3600 * RATE_HZ;
const PERIOD = 65_536;
const RING = { ...sizes(PERIOD, 4 * PERIOD), channels: 1, format: 'S16_LE' } as const;

/** Gives frames of nothing in particular, and holds appl_ptr to their count. */
function framesOf(total: number) {
  let given = 0;
  return {
    get ended() {
      return given === total;
    },
    fill(io: MmapPlayback) {
      if (io.applPtr() !== given) expect.fail(`appl_ptr is ${io.applPtr()}, not ${given}`);
      const count = Math.min(io.avail(), total - given);
      io.commit(count);
      given += count;
      return count;
    },
  };
}

const words = (mapping: unknown) => new BigInt64Array((mapping as Mapping).buffer);

/** As if the stream had run for so long. */
function ageTo(device: PcmDevice, frames: bigint): void {
  words(memoryOf(device).mapStatus())[MMAP_STATUS.hwPtr / 8] = frames;
  words(memoryOf(device).mapControl())[MMAP_CONTROL.applPtr / 8] = frames;
}

describe('a stream of days', () => {
  it('plays for three days with correct pointers', () => {
    const { device, io, time } = playbackOn('sim', RING);
    const source = framesOf(THREE_DAYS);
    source.fill(io);
    device.start();
    for (let frame = 0; !source.ended; frame += PERIOD) {
      time.advance(framesNs(PERIOD));
      // Less than a period ahead: the clock is advanced by a little more than the frames take.
      const ahead = io.hwPtr() - frame - PERIOD;
      if (ahead < 0 || ahead >= PERIOD) expect.fail(`hw_ptr is ${io.hwPtr()} after ${frame}`);
      source.fill(io);
    }
    expect(io.applPtr()).toBe(THREE_DAYS);
    expect(io.state()).toBe(PcmState.RUNNING);
  });

  it('plays across 2^32 frames in the stream loop without loss', () => {
    const total = 2 ** 32 + 12_345;
    const { device, io, time } = playbackOn('sim', { ...RING, rateHz: 192_000 });
    const options = loopOptions(time);
    new Player(device, io, framesOf(total), options).run();
    const { counters } = options;
    expect([counters.get('frames'), counters.get('xruns')]).toEqual([total, 0]);
    expect(lossesOf(options)).toEqual([]);
    expect(io.state()).toBe(PcmState.SETUP);
    expect(io.hwPtr()).toBeGreaterThanOrEqual(total);
  });

  it('records across 2^32 frames, each frame at its position', () => {
    const { device, io, time } = captureOn('sim', RING);
    const signal = signalFunction('sine', io.codec, RATE_HZ);
    const total = 2 ** 32 + 8 * PERIOD;
    device.start();
    let frame = 0;
    while (frame < total) {
      time.advance(framesNs(PERIOD));
      io.hwsync();
      const before = frame;
      for (const region of io.dataPtr().filter(({ frames }) => frames > 0)) {
        const samples = [region.get(0, 0), region.get(region.frames - 1, 0)];
        const last = frame + region.frames - 1;
        if (samples[0] !== signal(frame, 0) || samples[1] !== signal(last, 0)) {
          expect.fail(`frames ${frame} to ${last} hold something else`);
        }
        frame += region.frames;
      }
      io.commit(frame - before);
    }
    expect(io.applPtr()).toBe(frame);
    expect(io.state()).toBe(PcmState.RUNNING);
  });

  it('is exact up to 2^53 frames, and an error beyond, never a rounded value', () => {
    const { device, io, time } = playbackOn('sim', RING);
    const begin = 2n ** 53n - BigInt(8 * PERIOD + 12_345);
    ageTo(device, begin);
    let model = begin;
    const error = (() => {
      io.commit(io.avail());
      device.start();
      try {
        for (let period = 0; period < 16; period++) {
          time.advance(framesNs(PERIOD));
          io.hwsync();
          model = words(memoryOf(device).mapStatus())[MMAP_STATUS.hwPtr / 8]!;
          expect(BigInt(io.hwPtr())).toBe(model);
          io.commit(io.avail());
        }
      } catch (thrown) {
        return thrown;
      }
      return undefined;
    })();
    expect(error).toBeInstanceOf(AlsaMmapError);
    expect(error).toMatchObject({ code: 'RANGE' });
    // The one that is ahead comes there first.
    expect(io.bufferSize + Number(model)).toBeGreaterThan(2 ** 53 - PERIOD);
  });
});
