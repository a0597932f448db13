import { describe, expect, it } from 'vitest';
import { sampleCodec } from '../../src/audio/sample-codec.js';
import type { MmapPlayback } from '../../src/core/mmap-playback.js';
import { findFormat } from '../../src/device/format.js';
import { bytesPerFrame } from '../../src/device/params.js';
import type { PcmDevice } from '../../src/device/pcm-device.js';
import { PcmState } from '../../src/device/pcm-state.js';
import { patternSample } from '../../src/sim/signal.js';
import { FrameFifo } from '../../src/stream/frame-fifo.js';
import { Player } from '../../src/stream/player.js';
import { Recorder } from '../../src/stream/recorder.js';
import { captureOn, codeOf, framesNs, playbackOn, sizes } from '../core/on-the-sim.js';
import { dumpPath, readWavChannels } from '../sim/dump.js';
import { loopOptions, lossesOf } from './loop.js';

const RING = { ...sizes(480, 9600), channels: 1, format: 'S32_LE' } as const;
const SECONDS = 10;
const FRAMES = SECONDS * 48_000;

/** Counts the waits of the loop. */
function countWaits(device: PcmDevice): () => number {
  const { wait } = device;
  let waits = 0;
  device.wait = (limitMs) => {
    waits++;
    return wait.call(device, limitMs);
  };
  return () => waits;
}

function play(settings: string, { periodWakeup = false, frames = FRAMES } = {}) {
  const path = dumpPath();
  const request = { ...RING, periodWakeup };
  const { device, io, time } = playbackOn(`sim:DUMP=${path}${settings}`, request);
  let next = 1;
  let waitsUntilEnd = 0;
  const waits = countWaits(device);
  const numbers = {
    *[Symbol.iterator]() {
      while (next <= frames) yield next++;
    },
  };
  const source = {
    get ended() {
      if (next <= frames) return false;
      waitsUntilEnd ||= waits();
      return true;
    },
    fill: (to: MmapPlayback) => to.write(numbers[Symbol.iterator]()),
  };
  const options = loopOptions(time);
  const startedNs = time.nowNs();
  const code = codeOf(() => new Player(device, io, source, options).run());
  const tookNs = time.nowNs() - startedNs;
  const state = io.state();
  device.close();
  const [played = []] = readWavChannels(path);
  return { code, state, tookNs, played, losses: lossesOf(options), waits: waitsUntilEnd };
}

function record(settings: string, { periodWakeup = false, frames = FRAMES } = {}) {
  const request = { ...RING, periodWakeup };
  const { device, io, time } = captureOn(`sim:SIGNAL=pattern${settings}`, request);
  const waits = countWaits(device);
  const fifo = FrameFifo.allocate(frames, bytesPerFrame(device.params));
  const options = loopOptions(time);
  const startedNs = time.nowNs();
  const code = codeOf(() => new Recorder(device, io, fifo, frames, options).run());
  const tookNs = time.nowNs() - startedNs;
  const bytes = new Uint8Array(fifo.capacity * fifo.frameBytes);
  const samples = new Int32Array(bytes.buffer, 0, fifo.read(bytes));
  return { code, tookNs, samples, losses: lossesOf(options), waits: waits() };
}

const codec = sampleCodec(findFormat('S32_LE')!);

function firstMismatch(samples: Int32Array): number {
  return samples.findIndex((sample, frame) => sample !== patternSample(codec, frame, 0));
}

describe('a stream without period interrupts', () => {
  it('plays every frame and drains', () => {
    const { code, state, played, losses } = play('');
    expect([code, state, losses]).toEqual([undefined, PcmState.SETUP, []]);
    expect(played.slice(0, FRAMES).findIndex((value, frame) => value !== frame + 1)).toBe(-1);
    expect(played.length).toBeGreaterThan(FRAMES);
    expect(played.slice(FRAMES).every((value) => value === 0)).toBe(true);
  });

  it('records every frame', () => {
    const { code, samples, losses } = record('');
    expect([code, losses, samples.length]).toEqual([undefined, [], FRAMES]);
    expect(firstMismatch(samples)).toBe(-1);
  });

  it.each([
    ['play', play],
    ['record', record],
  ] as const)('wakes 4 to 11 times a second: %s', (_, stream) => {
    const { waits } = stream('');
    // A ring is 200 ms; playback keeps a quarter of it filled, capture wakes when it is half full.
    expect(waits).toBeLessThanOrEqual(SECONDS * 11);
    expect(waits).toBeGreaterThan(SECONDS * 4);
  });

  it('wakes less often than with period interrupts', () => {
    expect(play('').waits).toBeLessThan(play('', { periodWakeup: true }).waits);
  });

  it.each([24_000, FRAMES - 500])(
    'throws FAILED for a pointer that stalls at frame %i',
    (frame) => {
      const settings = `,STALL=${frame}`;
      for (const { code, tookNs } of [play(settings), record(settings)]) {
        expect(code).toBe('FAILED');
        expect(tookNs).toBeLessThan(framesNs(frame) + 1.5e9);
      }
    },
  );

  it('reports an xrun that only HWSYNC reveals', () => {
    const { losses, played } = play(',XRUN=24000', { frames: 48_000 });
    expect(losses).toMatchObject([{ kind: 'xrun', silentFrames: 0 }]);
    const { lostFrames } = losses[0]!;
    expect(played.slice(0, 24_000).at(-1)).toBe(24_000);
    expect(lostFrames).toBeGreaterThan(0);
    expect(played.filter((value) => value > 0).length).toBeGreaterThanOrEqual(48_000 - lostFrames);
  });
});
