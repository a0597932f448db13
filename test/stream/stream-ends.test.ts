import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openCapture } from '../../src/stream/capture-stream.js';
import type { DeviceStream } from '../../src/stream/device-stream.js';
import { openPlayback } from '../../src/stream/playback-stream.js';
import { ROOT, scratchDirectory } from '../cli/program.js';
import { HANG_MS } from '../limits.js';

const scratch = scratchDirectory();
const NEVER = () => new Promise<never>(() => {});
/** A small ring, and no FIFO: callbacks are called soon. */
const SMALL = { periodSize: { frames: 256 }, bufferSize: { frames: 1024 }, channels: 1 } as const;

/** The four forms of a stream, each in the middle of its work. */
const FORMS: Record<string, (signal?: AbortSignal) => Promise<DeviceStream>> = {
  async read(signal) {
    const capture = await openCapture('sim', { ...SMALL, signal });
    await capture.read();
    return capture;
  },
  onBlock: (signal) => openCapture('sim', { ...SMALL, signal, onBlock: () => {} }),
  async write(signal) {
    const playback = await openPlayback('sim', { ...SMALL, signal });
    playback.write(new Float32Array(480_000)).catch(() => {});
    return playback;
  },
  fill: (signal) =>
    openPlayback('sim', { ...SMALL, signal, fill: (buffer, frames) => buffer.fill(0) && frames }),
};

/** Streams whose callback never returns. */
const STUCK: Record<string, (signal?: AbortSignal) => Promise<DeviceStream>> = {
  onBlock: (signal) => openCapture('sim', { ...SMALL, signal, onBlock: NEVER }),
  fill: (signal) => openPlayback('sim', { ...SMALL, signal, fill: NEVER }),
};

describe.each(Object.entries(FORMS))('ended of a stream with %s', (_form, open) => {
  it.each([new Error('enough'), undefined, 0])('rejects with the reason %s', async (reason) => {
    const abort = new AbortController();
    const stream = await open(abort.signal);
    await sleep(20);
    abort.abort(reason);
    await expect(stream.ended).rejects.toBe(abort.signal.reason);
  });

  it('resolves after close, also if the signal is aborted later', async () => {
    const abort = new AbortController();
    const stream = await open(abort.signal);
    const closing = stream.close();
    abort.abort();
    await closing;
    await stream.ended;
  });
});

describe.each(Object.entries(STUCK))('ended of a stream whose %s never returns', (_form, open) => {
  it('settles after close', async () => {
    const stream = await open();
    await sleep(50);
    await stream.close();
    await stream.ended;
  });

  it('rejects with the reason after an abort', async () => {
    const abort = new AbortController();
    const stream = await open(abort.signal);
    await sleep(50);
    abort.abort(new Error('enough'));
    await expect(stream.ended).rejects.toThrow('enough');
  });
});

describe('an error of a callback', () => {
  const fail = (error: unknown) => () => {
    throw error;
  };

  it.each([undefined, null, 0, 'text'])('rejects ended, although it is %s', async (error) => {
    const capture = await openCapture('sim', { ...SMALL, onBlock: fail(error) });
    await expect(capture.ended).rejects.toBe(error);
    const playback = await openPlayback('sim', { ...SMALL, fill: fail(error) });
    await expect(playback.ended).rejects.toBe(error);
  });

  it.each(['onBlock', 'fill'])(
    'rejects ended, although the stream is closed (%s)',
    async (form) => {
      let call = () => {};
      const called = new Promise<void>((resolve) => {
        call = resolve;
      });
      const late = async () => {
        call();
        await sleep(200);
        throw new Error('late');
      };
      const stream =
        form === 'fill'
          ? await openPlayback('sim', { ...SMALL, fill: late })
          : await openCapture('sim', { ...SMALL, onBlock: late });
      await called;
      const ended = expect(stream.ended).rejects.toThrow('late');
      await stream.close();
      await ended;
    },
  );

  it.each([
    ['onBlock of a capture', 'openCapture', 'onBlock: late'],
    ['fill of a playback', 'openPlayback', 'fill: late'],
  ])('is an unhandled rejection after ended has settled: %s', (_case, open, callback) => {
    const { status, stderr } = runProgram(`
      let fail;
      let begin;
      const called = new Promise((resolve) => { begin = resolve; });
      const late = () => new Promise((_, reject) => { fail = reject; begin(); });
      const stream = await ${open}('sim', { bufferSize: { frames: 1024 }, ${callback} });
      await called;
      await stream.close();
      await stream.ended;
      console.error('settled');
      fail(new Error('late'));`);
    expect(stderr).toMatch(/^settled\n(.*\n)*Error: late/);
    expect(status).toBe(1);
  });

  it('ends a program that does not handle ended', () => {
    const { status, stderr } = runProgram(
      "await openCapture('sim', { onBlock() { throw new Error('unnoticed'); } });",
    );
    expect(stderr).toContain('Error: unnoticed');
    expect(status).toBe(1);
  });

  it('rejects ended and drain if a listener throws it', async () => {
    const playback = await openPlayback('sim:XRUN=600', SMALL);
    playback.on('xrun', fail(new Error('not mine')));
    await playback.write(new Float32Array(4800));
    await expect(playback.drain()).rejects.toThrow('not mine');
    await expect(playback.ended).rejects.toThrow('not mine');
  });

  it('rejects read once if a listener throws it; the frames follow', async () => {
    const capture = await openCapture('sim:XRUN=600', SMALL);
    capture.on('xrun', fail(new Error('not mine')));
    const reading = (async () => {
      for (;;) await capture.read();
    })();
    await expect(reading).rejects.toThrow('not mine');
    expect(await capture.read()).toMatchObject({ frames: expect.any(Number) });
    await capture.close();
    await capture.ended;
  });
});

/** Runs an ES module with the library as it is built. */
function runProgram(source: string) {
  const library = JSON.stringify(join(ROOT, 'dist/index.js'));
  const path = scratch('program.mjs');
  writeFileSync(path, `import { openCapture, openPlayback } from ${library};\n${source}`);
  return spawnSync(process.execPath, [path], { encoding: 'utf8', timeout: HANG_MS });
}
