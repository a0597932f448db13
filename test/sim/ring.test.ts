import { describe, expect, it } from 'vitest';
import { memoryOf } from '../../src/device/device-memory.js';
import { FORMAT_NAMES } from '../../src/device/format.js';
import type { Mapping } from '../../src/device/pcm-device.js';
import { patternSample } from '../../src/sim/signal.js';
import { captureOn, framesNs, playbackOn, sizes } from '../core/on-the-sim.js';
import { dumpPath, readWavChannels } from './dump.js';

const SLOT = 65_536;

describe('the ring of LAYOUT=per-channel', () => {
  it('has a page-aligned slot per channel: 64 KiB or a multiple', () => {
    for (const [bufferSize, slot] of [
      [1000, SLOT],
      [16_384, SLOT],
      [16_385, 2 * SLOT],
      [100_000, 7 * SLOT],
    ] as const) {
      const { device } = playbackOn('sim:LAYOUT=per-channel', {
        ...sizes(256, bufferSize),
        format: 'S32_LE',
        channels: 3,
      });
      expect(device.params.access).toBe('MMAP_NONINTERLEAVED');
      expect([0, 1, 2].map((channel) => device.channelInfo(channel))).toEqual(
        [0, slot, 2 * slot].map((offsetBytes) => ({ offsetBytes, firstBits: 0, stepBits: 32 })),
      );
      device.close();
    }
  });

  it('is mapped slot by slot, each within its bounds and at its offset alone', () => {
    const { device } = playbackOn('sim:LAYOUT=per-channel', { ...sizes(256, 1024), channels: 3 });
    const kinds = (
      [
        [0, SLOT],
        [SLOT, 2048],
        [2 * SLOT, SLOT],
        [0, SLOT + 1],
        [3 * SLOT, 2048],
        [4096, 2048],
        [-SLOT, 2048],
      ] as const
    ).map(([offset, length]) => memoryOf(device).mapSamples(offset, length));
    expect(kinds.map((answer) => (answer.kind === 'refused' ? answer.errno : 'mapped'))).toEqual([
      ...['mapped', 'mapped', 'mapped'],
      ...['EINVAL', 'EINVAL', 'EINVAL', 'EINVAL'],
    ]);
    const buffers = kinds.slice(0, 3).map((answer) => (answer as Mapping).buffer);
    expect(new Set(buffers).size).toBe(3);
  });

  it('offers no interleaved access', () => {
    expect(() => playbackOn('sim:LAYOUT=per-channel', { access: ['MMAP_INTERLEAVED'] })).toThrow(
      /MMAP_INTERLEAVED.*supported: MMAP_NONINTERLEAVED/,
    );
  });
});

describe.each(['ACCESS=interleaved', 'ACCESS=noninterleaved', 'LAYOUT=per-channel'])(
  'the ring of %s',
  (key) => {
    const ask = { ...sizes(100, 1000), channels: 3 };

    it.each(FORMAT_NAMES)('captures the signal in %s', (format) => {
      const { device, io, time } = captureOn(`sim:SIGNAL=pattern,${key}`, { ...ask, format });
      const { codec } = io['data'];
      device.start();
      for (let frame = 0; frame < 3000; ) {
        time.advance(framesNs(700));
        for (const raw of io) {
          const expected = patternSample(codec, Math.floor(frame / 3), frame % 3);
          if (raw !== expected) expect.fail(`sample ${frame}: ${raw}, not ${expected}`);
          frame++;
        }
      }
    });

    it('plays the written frames', () => {
      const path = dumpPath();
      const { device, io, time } = playbackOn(`sim:DUMP=${path},${key}`, {
        ...ask,
        format: 'S16_LE',
      });
      io.write(Array.from({ length: 3000 }, (_, sample) => sample));
      device.start();
      time.advance(framesNs(900));
      device.close();
      expect(readWavChannels(path)).toEqual(
        [0, 1, 2].map((channel) => Array.from({ length: 900 }, (_, frame) => 3 * frame + channel)),
      );
    });
  },
);
