/// <reference lib="es2024.arraybuffer" />

import { describe, expect, it } from 'vitest';
import { SineSource } from '../../src/audio/sine.js';
import { fitSine } from '../../src/audio/sine-fit.js';
import type { LossEvent } from '../../src/stream/loss.js';
import { openPlayback } from '../../src/stream/playback-stream.js';
import { dumpPath, readWavChannels } from '../sim/dump.js';

/** A ring long enough for a busy machine. */
const PATIENT = { bufferSize: { frames: 32_768 }, periodSize: { frames: 1024 } } as const;
const MONO = { ...PATIENT, format: 'S16_LE', channels: 1 } as const;

/** Returns S16_LE bytes of the samples `from`, `from` + 1, ... */
function counting(from: number, frames: number): Uint8Array {
  return new Uint8Array(Int16Array.from({ length: frames }, (_, frame) => from + frame).buffer);
}

const upTo = (last: number) => Array.from({ length: last }, (_, frame) => frame + 1);

describe('PlaybackStream', () => {
  it('plays raw bytes bit for bit to the last frame', async () => {
    const path = dumpPath();
    const playback = await openPlayback(`sim:DUMP=${path}`, { ...MONO, raw: true });
    await playback.write(counting(1, 3000));
    await playback.write(counting(3001, 1));
    await playback.write(counting(3002, 6999));
    await playback.drain();
    expect(readWavChannels(path)[0]!.slice(0, 10_000)).toEqual(upTo(10_000));
    expect(
      readWavChannels(path)[0]!
        .slice(10_000)
        .every((sample) => sample === 0),
    ).toBe(true);
  });

  it.each(['S16_LE', 'S24_LE', 'FLOAT_LE', 'U8'] as const)(
    'converts floats to %s on each channel',
    async (format) => {
      const path = dumpPath();
      const playback = await openPlayback(`sim:DUMP=${path}`, { ...PATIENT, format, channels: 2 });
      const sine = new SineSource({ rateHz: 48_000, freqHz: 1000, levelDbfs: -6 });
      const samples = Float32Array.from({ length: 9600 }, (_, index) =>
        index % 2 === 0 ? sine.value(index / 2) : 0.25,
      );
      await playback.write(samples);
      await playback.drain();
      const [left, right] = readWavChannels(path);
      const { kind, width } = playback.params.format;
      const zero = kind === 'unsigned' ? 2 ** (width - 1) : 0;
      const scale = kind === 'float' ? 1 : 2 ** (width - 1);
      const unit = Float64Array.from(left!.slice(0, 4800), (raw) => (raw - zero) / scale);
      const fit = fitSine(unit, 48_000);
      expect(fit.freqHz).toBeCloseTo(1000, width > 8 ? 3 : 0);
      expect(fit.amplitude).toBeCloseTo(10 ** (-6 / 20), width > 8 ? 4 : 2);
      expect(new Set(right!.slice(0, 4800).map((raw) => (raw - zero) / scale))).toEqual(
        new Set([0.25]),
      );
    },
  );

  it('runs concurrent writes one after the other', async () => {
    const path = dumpPath();
    const playback = await openPlayback(`sim:DUMP=${path}`, {
      ...MONO,
      raw: true,
      rateHz: 192_000,
      fifoSeconds: 0,
    });
    // Each write exceeds the free room, so all of them wait.
    const writes = Array.from({ length: 4 }, (_, part) =>
      playback.write(counting(1 + 70_000 * part, 70_000)),
    );
    await playback.drain();
    await Promise.all(writes);
    const played = readWavChannels(path)[0]!.slice(0, 280_000);
    expect(played.findIndex((sample, frame) => sample !== ((frame + 1) << 16) >> 16)).toBe(-1);
  });

  it('resolves a write when the FIFO has taken it', async () => {
    const playback = await openPlayback('sim', {
      format: 'S16_LE',
      channels: 1,
      fifoSeconds: 0,
      bufferSize: { frames: 4096 },
      raw: true,
    });
    const beganMs = performance.now();
    await playback.write(counting(1, 24_000));
    // All frames but those in the FIFO (8192) and the ring were played by then.
    expect(performance.now() - beganMs).toBeGreaterThan(((24_000 - 8192 - 4096) / 48 - 50) * 0.9);
    await playback.close();
  });

  it('plays an async iterable', async () => {
    const path = dumpPath();
    const playback = await openPlayback(`sim:DUMP=${path}`, { ...MONO, raw: true });
    await playback.play(
      (async function* () {
        for (let part = 0; part < 5; part++) yield counting(1 + 1000 * part, 1000);
      })(),
    );
    expect(readWavChannels(path)[0]!.slice(0, 5000)).toEqual(upTo(5000));
  });

  it('calls fill until it returns 0', async () => {
    const path = dumpPath();
    let next = 1;
    const playback = await openPlayback(`sim:DUMP=${path}`, {
      ...MONO,
      raw: true,
      fill: (buffer, frames) => {
        const count = Math.min(frames, 5001 - next, 700);
        buffer.set(counting(next, count));
        next += count;
        return count;
      },
    });
    await playback.ended;
    expect(readWavChannels(path)[0]!.slice(0, 5000)).toEqual(upTo(5000));
  });

  it.each([
    ['rejects', () => Promise.reject(new Error('no idea')), { message: 'no idea' }],
    ['returns more than the room', () => 5000, { code: 'RANGE' }],
    ['returns NaN', () => Number.NaN, { code: 'RANGE' }],
    ['returns half a frame', () => 0.5, { code: 'RANGE' }],
    [
      'transfers its buffer',
      (buffer: Float32Array) => {
        structuredClone(buffer, { transfer: [buffer.buffer as ArrayBuffer] });
        return 8;
      },
      { code: 'RANGE' },
    ],
  ])('rejects ended when fill %s', async (_case, fill, error) => {
    const playback = await openPlayback('sim', { ...MONO, fill });
    await expect(playback.ended).rejects.toMatchObject(error);
  });
});

describe('the end of a PlaybackStream', () => {
  it('drops the frames in the FIFO on close', async () => {
    const path = dumpPath();
    const playback = await openPlayback(`sim:DUMP=${path}`, {
      format: 'S16_LE',
      channels: 1,
      raw: true,
    });
    await playback.write(counting(1, 30_000));
    await playback.close();
    await expect(playback.write(counting(1, 1))).rejects.toMatchObject({ code: 'CLOSED' });
    await playback.ended;
    expect(readWavChannels(path)[0]!.length).toBeLessThan(30_000);
  });

  it('drains and closes without a written frame', async () => {
    const playback = await openPlayback('sim');
    await playback.drain();
    const unused = await openPlayback('sim');
    await unused[Symbol.asyncDispose]();
  });

  it('rejects write and drain with the reason of the signal', async () => {
    const abort = new AbortController();
    const playback = await openPlayback('sim', { ...MONO, raw: true, signal: abort.signal });
    const writing = playback.write(counting(1, 500_000));
    setTimeout(() => abort.abort(new Error('quiet')), 50);
    await expect(writing).rejects.toThrow('quiet');
    await expect(playback.drain()).rejects.toThrow('quiet');
  });

  it.each(['write', 'drain'] as const)('rejects a %s with DISCONNECTED', async (call) => {
    const playback = await openPlayback('sim:UNPLUG=6000', { ...MONO, raw: true });
    const waiting =
      call === 'write'
        ? playback.write(counting(1, 500_000))
        : playback.write(counting(1, 20_000)).then(() => playback.drain());
    await expect(waiting).rejects.toMatchObject({ code: 'DISCONNECTED' });
    await expect(playback.write(counting(1, 1))).rejects.toMatchObject({
      code: call === 'write' ? 'DISCONNECTED' : 'CLOSED',
    });
    await playback.close();
  });
});

describe('PlaybackStream.write', () => {
  it.each([
    ['a partial frame', {}, new Float32Array(3)],
    ['bytes instead of floats', {}, new Uint8Array(4)],
    ['floats instead of bytes', { raw: true }, new Float32Array(4)],
    ['doubles', {}, new Float64Array(4)],
    ['an array', {}, [0, 0]],
    ['null', {}, null],
    ['nothing', { raw: true }, undefined],
  ])('rejects %s with RANGE', async (_case, options, samples) => {
    const playback = await openPlayback('sim', { channels: 2, ...options });
    await expect(playback.write(samples as Float32Array)).rejects.toMatchObject({ code: 'RANGE' });
    await playback.close();
  });

  it.each([
    ['shrinks', (buffer: ArrayBuffer) => buffer.resize(8)],
    ['is emptied', (buffer: ArrayBuffer) => buffer.resize(0)],
    ['grows', (buffer: ArrayBuffer) => buffer.resize(2_000_004)],
    [
      'is transferred',
      (buffer: ArrayBuffer) => void structuredClone(buffer, { transfer: [buffer] }),
    ],
  ])('rejects with RANGE if its buffer %s while it waits', async (_case, change) => {
    for (const raw of [true, false]) {
      const playback = await openPlayback('sim', { ...MONO, raw, fifoSeconds: 0 });
      const buffer = new ArrayBuffer(2_000_000, { maxByteLength: 2_000_004 });
      const samples = raw ? new Uint8Array(buffer) : new Float32Array(buffer);
      const writing = playback.write(samples as Float32Array);
      setTimeout(() => change(buffer), 20);
      await expect(writing).rejects.toMatchObject({ code: 'RANGE' });
      await playback.close();
    }
  });
});

describe('an xrun of a PlaybackStream', () => {
  const SMALL = {
    ...MONO,
    periodSize: { frames: 256 },
    bufferSize: { frames: 1024 },
    raw: true,
  } as const;

  it('is emitted with its duration and silent frames when the program is late', async () => {
    const playback = await openPlayback('sim', SMALL);
    const losses: LossEvent[] = [];
    playback.on('xrun', (loss) => losses.push(loss));
    await playback.write(counting(1, 2000));
    const frames = () => playback.counters.get('frames');
    await expect.poll(frames).toBe(2000);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await playback.write(counting(2001, 2000));
    await playback.drain();
    const underrun = losses.find(({ atFrame }) => atFrame === 2000)!;
    expect(underrun).toMatchObject({ kind: 'xrun' });
    // 300 ms, less the 21 ms in which the ring of 1024 frames may still have played.
    expect(underrun.durationNs).toBeGreaterThan(270e6);
    expect(underrun.silentFrames).toBeGreaterThan(0.27 * 48_000);
    expect(playback.counters.get('frames')).toBe(4000);
  });

  it('rejects ended with XRUN for onXrun: stop', async () => {
    const playback = await openPlayback('sim', { ...SMALL, onXrun: 'stop' });
    await playback.write(counting(1, 2000));
    await expect(playback.ended).rejects.toMatchObject({ code: 'XRUN' });
  });
});
