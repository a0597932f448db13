import { describe, expect, it } from 'vitest';
import { sampleCodec } from '../../src/audio/sample-codec.js';
import { fitSine } from '../../src/audio/sine-fit.js';
import { findFormat } from '../../src/device/format.js';
import { patternSample } from '../../src/sim/signal.js';
import { type CaptureBlock, openCapture } from '../../src/stream/capture-stream.js';
import type { LossEvent } from '../../src/stream/loss.js';

/** A ring long enough for a busy machine. */
const PATIENT = { bufferSize: { frames: 32_768 }, periodSize: { frames: 1024 } } as const;

describe('CaptureStream', () => {
  it.each(['S16_LE', 'S24_3LE', 'S32_LE', 'U8', 'FLOAT64_BE'] as const)(
    'delivers %s bit for bit in consecutive blocks with raw: true',
    async (name) => {
      const format = findFormat(name)!;
      const codec = sampleCodec(format);
      const capture = await openCapture('sim:SIGNAL=pattern', {
        ...PATIENT,
        format: name,
        channels: 3,
        raw: true,
      });
      expect(capture.params).toMatchObject({ format: { name }, channels: 3, rateHz: 48_000 });
      let frame = 0;
      let mismatches = 0;
      for await (const block of capture) {
        expect(block).toMatchObject({ atFrame: frame, lostBefore: 0 });
        expect(block.samples.length).toBe(block.frames * 3 * format.bytes);
        const { buffer, byteOffset, byteLength } = block.samples;
        const view = codec.view(buffer, byteOffset, byteLength);
        for (let sample = 0; sample < block.frames * 3; sample++) {
          const expected = patternSample(codec, frame + Math.floor(sample / 3), sample % 3);
          if (codec.get(view, sample * codec.elements) !== expected) mismatches++;
        }
        frame += block.frames;
        if (frame > 9600) break;
      }
      expect(mismatches).toBe(0);
      expect(capture.counters.get('xruns')).toBe(0);
    },
  );

  it('delivers floats in -1 to 1 without raw', async () => {
    const capture = await openCapture('sim', { ...PATIENT, format: 'S24_3LE', channels: 2 });
    const left: number[] = [];
    for await (const { samples } of capture) {
      for (let index = 0; index < samples.length; index += 2) left.push(samples[index]!);
      if (left.length > 9600) break;
    }
    const fit = fitSine(Float64Array.from(left), 48_000);
    expect(fit.freqHz).toBeCloseTo(440, 4);
    expect(fit.amplitude).toBeCloseTo(10 ** (-12 / 20), 5);
  });

  it('reports the privileges of its thread in grants', async () => {
    const capture = await openCapture('sim', { privileges: { cpu: 0 } });
    expect(capture.grants).toMatchObject([{ kind: 'cpu', request: 'CPU 0' }]);
    await capture.close();
    const plain = await openCapture('sim');
    expect(plain.grants).toEqual([]);
    await plain.close();
  });

  it('awaits onBlock before the next block', async () => {
    const blocks: CaptureBlock[] = [];
    let isBusy = false;
    const capture = await openCapture('sim', {
      ...PATIENT,
      onBlock: async (block) => {
        expect(isBusy).toBe(false);
        isBusy = true;
        await new Promise((resolve) => setTimeout(resolve, 5));
        blocks.push(block);
        isBusy = false;
      },
    });
    await expect.poll(() => blocks.length).toBeGreaterThan(3);
    await capture.close();
    let frame = 0;
    for (const { atFrame, frames } of blocks) {
      expect(atFrame).toBe(frame);
      frame += frames;
    }
    await capture.ended;
  });

  it('rejects ended with the error that onBlock throws', async () => {
    const capture = await openCapture('sim', {
      onBlock: () => {
        throw new Error('enough');
      },
    });
    await expect(capture.ended).rejects.toThrow('enough');
  });
});

describe('the end of a CaptureStream', () => {
  it('ends a pending iteration on close', async () => {
    const capture = await openCapture('sim:RATE_PPM=-400000', PATIENT);
    await capture.read();
    const reading = (async () => {
      let blocks = 0;
      for await (const _block of capture) blocks++;
      return blocks;
    })();
    await capture.close();
    await reading;
    expect(await capture.read()).toBeUndefined();
    await capture.ended;
  });

  it('closes on disposal, also twice', async () => {
    const capture = await openCapture('sim');
    await capture[Symbol.asyncDispose]();
    await capture[Symbol.asyncDispose]();
    expect(await capture.read()).toBeUndefined();
    // The card is free again.
    await (await openCapture('sim')).close();
  });

  it('closes when the for await loop is left', async () => {
    const capture = await openCapture('sim');
    for await (const _block of capture) break;
    await capture.ended;
    expect(await capture.read()).toBeUndefined();
  });

  it('rejects with the reason of the signal', async () => {
    const abort = new AbortController();
    const capture = await openCapture('sim', { ...PATIENT, signal: abort.signal });
    const reading = (async () => {
      for await (const block of capture)
        if (block.atFrame > 1000) abort.abort(new Error('no more'));
    })();
    await expect(reading).rejects.toThrow('no more');
    await expect(capture.ended).rejects.toThrow('no more');
  });

  it('rejects an opening whose signal is aborted before or during it', async () => {
    await expect(openCapture('sim', { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    });
    const abort = new AbortController();
    const opening = openCapture('sim', { signal: abort.signal });
    abort.abort();
    await expect(opening).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('rejects with DISCONNECTED after the frames before the disconnect', async () => {
    const capture = await openCapture('sim:UNPLUG=6000,SIGNAL=pattern', PATIENT);
    let frames = 0;
    const reading = (async () => {
      for await (const block of capture) frames += block.frames;
    })();
    await expect(reading).rejects.toMatchObject({ name: 'AlsaMmapError', code: 'DISCONNECTED' });
    expect(frames).toBeGreaterThanOrEqual(5120);
    expect(frames).toBe(capture.counters.get('frames'));
    await expect(capture.ended).rejects.toMatchObject({ code: 'DISCONNECTED' });
    await capture.close();
  });

  it('rejects an opening with the code of the error', async () => {
    await expect(openCapture('sim:BUSY=1')).rejects.toMatchObject({ code: 'BUSY' });
    await expect(openCapture('sim', { rateHz: 7 })).rejects.toMatchObject({ code: 'UNSUPPORTED' });
  });
});

describe('a loss of a CaptureStream', () => {
  it('separates two blocks although the frames around it are readable together', async () => {
    const capture = await openCapture('sim:XRUN=6000', PATIENT);
    const losses: LossEvent[] = [];
    capture.on('xrun', (loss) => losses.push(loss));
    await expect.poll(() => capture.counters.get('frames')).toBeGreaterThan(9000);
    const before = await capture.read();
    expect(losses).toEqual([]);
    const after = await capture.read();
    expect(losses).toMatchObject([{ kind: 'xrun', atFrame: before!.frames }]);
    expect(after).toMatchObject({ atFrame: before!.frames, lostBefore: losses[0]!.lostFrames });
    await capture.close();
  });

  it('is emitted as fifo-overflow between the frames before and after it', async () => {
    const capture = await openCapture('sim:SIGNAL=pattern', {
      format: 'S32_LE',
      channels: 1,
      raw: true,
      fifoSeconds: 0,
      periodSize: { frames: 256 },
      bufferSize: { frames: 1024 },
    });
    const losses: LossEvent[] = [];
    capture.on('fifo-overflow', (loss) => losses.push(loss));
    capture.on('xrun', (loss) => losses.push(loss));
    while (capture.counters.get('fifoLostFrames') <= 4000) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const codec = sampleCodec(capture.params.format);
    let lost = 0;
    let mismatches = 0;
    let frames = 0;
    for await (const block of capture) {
      lost += block.lostBefore;
      expect(losses.reduce((sum, loss) => sum + loss.lostFrames, 0)).toBe(lost);
      if (block.lostBefore > 0) expect(losses.at(-1)!.atFrame).toBe(block.atFrame);
      const view = codec.view(block.samples.buffer, 0, block.samples.byteLength);
      const kinds = new Set(losses.map(({ kind }) => kind));
      // FIFO losses are counted, so the pattern continues after them; an xrun's are estimated.
      if (!kinds.has('xrun')) {
        for (let index = 0; index < block.frames; index++) {
          const frame = block.atFrame + lost + index;
          if (codec.get(view, index) !== patternSample(codec, frame, 0)) mismatches++;
        }
      }
      frames += block.frames;
      if (frames > 9600) break;
    }
    expect(lost).toBeGreaterThan(4000);
    expect(losses[0]).toMatchObject({ kind: 'fifo-overflow', atFrame: 2048 });
    expect(mismatches).toBe(0);
  });
});
