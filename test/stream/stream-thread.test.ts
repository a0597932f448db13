import { describe, expect, it } from 'vitest';
import { bytesPerFrame, type PcmRequest } from '../../src/device/params.js';
import { FrameFifo } from '../../src/stream/frame-fifo.js';
import { type StreamJob, StreamThread } from '../../src/stream/stream-thread.js';
import { dumpPath, readWavChannels } from '../sim/dump.js';

const common = { durationSeconds: 0.1, syncPtr: false, onXrun: 'recover' } as const;
const playback: PcmRequest = { direction: 'playback' };
const capture: PcmRequest = { direction: 'capture' };

function play(device: string, more: object = {}): StreamJob {
  return {
    kind: 'play-sine',
    device,
    request: playback,
    freqHz: 1000,
    levelDbfs: -6,
    ...common,
    ...more,
  };
}

function record(device: string, more: object = {}): StreamJob {
  return { kind: 'record', device, request: capture, fifoSeconds: 10, ...common, ...more };
}

describe('StreamThread', () => {
  it('plays for the duration and reports the opened device', async () => {
    const path = dumpPath();
    const stream = new StreamThread(play(`sim:DUMP=${path}`));
    const { params, paths, fifo } = await stream.opened;
    await stream.ended;
    expect([params.rateHz, paths, fifo]).toEqual([
      48_000,
      { status: 'mmap', control: 'mmap' },
      undefined,
    ]);
    expect(stream.counters.get('frames')).toBe(4800);
    const played = readWavChannels(path)[0]!;
    const loud = played.slice(0, 4800).filter((sample) => sample !== 0);
    if (stream.counters.get('xruns') === 0) expect(loud.length).toBeGreaterThan(4000);
  });

  it('uses SYNC_PTR on request', async () => {
    const stream = new StreamThread(play('sim', { syncPtr: true }));
    expect((await stream.opened).paths).toEqual({ status: 'SYNC_PTR', control: 'SYNC_PTR' });
    await stream.ended;
  });

  it('shares recorded frames through the FIFO', async () => {
    const stream = new StreamThread(record('sim'));
    const { params, fifo } = await stream.opened;
    await stream.ended;
    const frames = new FrameFifo(fifo!, bytesPerFrame(params));
    expect(frames.readableFrames).toBe(4800);
  });

  it('ends in order after stop', async () => {
    const stream = new StreamThread(play('sim', { durationSeconds: Number.POSITIVE_INFINITY }));
    await stream.opened;
    stream.stop();
    await stream.ended;
    expect(stream.counters.active).toBe(false);
  });

  it('rejects opened and ended with the code of the error', async () => {
    const stream = new StreamThread(play('sim:BUSY=1'));
    await expect(stream.opened).rejects.toMatchObject({ code: 'BUSY', errno: 'EBUSY' });
    await expect(stream.ended).rejects.toMatchObject({ code: 'BUSY' });
  });

  it('delivers the frames before a disconnect', async () => {
    const stream = new StreamThread(record('sim:UNPLUG=4000', { durationSeconds: 10 }));
    const { params, fifo } = await stream.opened;
    await expect(stream.ended).rejects.toMatchObject({ code: 'DISCONNECTED' });
    const { readableFrames } = new FrameFifo(fifo!, bytesPerFrame(params));
    expect(readableFrames).toBe(stream.counters.get('frames'));
    expect(readableFrames).toBeGreaterThanOrEqual(3072);
  });
});
