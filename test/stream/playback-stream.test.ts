import { describe, expect, it } from 'vitest';
import { SineSource } from '../../src/audio/sine.js';
import { fitSine } from '../../src/audio/sine-fit.js';
import type { LossEvent } from '../../src/stream/loss.js';
import { openPlayback } from '../../src/stream/playback-stream.js';
import { dumpPath, readWavChannels } from '../sim/dump.js';

/** As much as a busy machine may be late. */
const PATIENT = { bufferSize: { frames: 32_768 }, periodSize: { frames: 1024 } } as const;
const MONO = { ...PATIENT, format: 'S16_LE', channels: 1 } as const;

/** 1, 2, 3... as bytes of S16_LE. */
function counting(from: number, frames: number): Uint8Array {
  return new Uint8Array(Int16Array.from({ length: frames }, (_, place) => from + place).buffer);
}

const upTo = (last: number) => Array.from({ length: last }, (_, place) => place + 1);

describe('what a program plays', () => {
  it('is heard bit for bit, to the last frame, where it gives raw bytes', async () => {
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
    'is heard as %s where it gives floats, each channel its own',
    async (format) => {
      const path = dumpPath();
      const playback = await openPlayback(`sim:DUMP=${path}`, { ...PATIENT, format, channels: 2 });
      const sine = new SineSource({ rateHz: 48_000, freqHz: 1000, levelDbfs: -6 });
      const samples = Float32Array.from({ length: 9600 }, (_, place) =>
        place % 2 === 0 ? sine.value(place / 2) : 0.25,
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

  it('may be written at once: the writes go one after the other', async () => {
    const path = dumpPath();
    const playback = await openPlayback(`sim:DUMP=${path}`, {
      ...MONO,
      raw: true,
      rateHz: 192_000,
      fifoSeconds: 0,
    });
    // Each is more than what finds room: all of them wait, in turn.
    const writes = Array.from({ length: 4 }, (_, part) =>
      playback.write(counting(1 + 70_000 * part, 70_000)),
    );
    await playback.drain();
    await Promise.all(writes);
    const heard = readWavChannels(path)[0]!.slice(0, 280_000);
    expect(heard.findIndex((sample, place) => sample !== ((place + 1) << 16) >> 16)).toBe(-1);
  });

  it('is taken only as there is room for it', async () => {
    const playback = await openPlayback('sim', {
      format: 'S16_LE',
      channels: 1,
      fifoSeconds: 0,
      bufferSize: { frames: 4096 },
      raw: true,
    });
    const began = performance.now();
    await playback.write(counting(1, 24_000));
    // All but what the FIFO (8192) and the ring hold was played by then.
    expect(performance.now() - began).toBeGreaterThan(((24_000 - 8192 - 4096) / 48 - 50) * 0.9);
    await playback.close();
  });

  it('may come from an async iterable', async () => {
    const path = dumpPath();
    const playback = await openPlayback(`sim:DUMP=${path}`, { ...MONO, raw: true });
    await playback.play(
      (async function* () {
        for (let part = 0; part < 5; part++) yield counting(1 + 1000 * part, 1000);
      })(),
    );
    expect(readWavChannels(path)[0]!.slice(0, 5000)).toEqual(upTo(5000));
  });

  it('may be asked for by a callback, until it answers 0', async () => {
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
    ['throws', () => Promise.reject(new Error('no idea')), { message: 'no idea' }],
    ['answers more than there is room for', () => 5000, { code: 'RANGE' }],
    ['answers no number', () => Number.NaN, { code: 'RANGE' }],
  ])('ends where the callback %s', async (_what, fill, error) => {
    const playback = await openPlayback('sim', { ...MONO, fill });
    await expect(playback.ended).rejects.toMatchObject(error);
  });
});

describe('the end of a playback', () => {
  it('comes at once when it is closed: what waits is not heard', async () => {
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

  it('needs no frame to have been played', async () => {
    const playback = await openPlayback('sim');
    await playback.drain();
    const unused = await openPlayback('sim');
    await unused[Symbol.asyncDispose]();
  });

  it('comes with the reason of a signal, to whoever writes or drains', async () => {
    const abort = new AbortController();
    const playback = await openPlayback('sim', { ...MONO, raw: true, signal: abort.signal });
    const writing = playback.write(counting(1, 500_000));
    setTimeout(() => abort.abort(new Error('quiet')), 50);
    await expect(writing).rejects.toThrow('quiet');
    await expect(playback.drain()).rejects.toThrow('quiet');
  });

  it.each(['write', 'drain'] as const)('reaches a %s when the device goes away', async (call) => {
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

describe('a write', () => {
  it.each([
    ['part of a frame', {}, new Float32Array(3)],
    ['bytes where floats are due', {}, new Uint8Array(4)],
    ['floats where bytes are due', { raw: true }, new Float32Array(4)],
  ])('of %s is refused, and the stream goes on', async (_what, options, samples) => {
    const playback = await openPlayback('sim', { channels: 2, ...options });
    await expect(playback.write(samples as Float32Array)).rejects.toMatchObject({ code: 'RANGE' });
    await playback.close();
  });
});

describe('an xrun', () => {
  const SMALL = {
    ...MONO,
    periodSize: { frames: 256 },
    bufferSize: { frames: 1024 },
    raw: true,
  } as const;

  it('of a program that wrote too late is told, with what it cost', async () => {
    const playback = await openPlayback('sim', SMALL);
    const told: LossEvent[] = [];
    playback.on('xrun', (loss) => told.push(loss));
    await playback.write(counting(1, 2000));
    const frames = () => playback.counters.get('frames');
    await expect.poll(frames, { timeout: 20_000 }).toBe(2000);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await playback.write(counting(2001, 2000));
    await playback.drain();
    const whole = told.find(({ atFrame }) => atFrame === 2000)!;
    expect(whole).toMatchObject({ cause: 'xrun' });
    // 300 ms, of which at most a ring of 1024 frames was playing for 21.
    expect(whole.durationNs).toBeGreaterThan(270e6);
    expect(whole.silentFrames).toBeGreaterThan(0.27 * 48_000);
    expect(playback.counters.get('frames')).toBe(4000);
  });

  it('ends the stream where that was asked', async () => {
    const playback = await openPlayback('sim', { ...SMALL, onXrun: 'stop' });
    await playback.write(counting(1, 2000));
    await expect(playback.ended).rejects.toMatchObject({ code: 'XRUN' });
  });
});
