import { mkdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seriesPath } from '../../src/audio/file-names.js';
import { wavDataOffset, wavHeader } from '../../src/audio/wav-header.js';
import { WavSeries, type WavSplit } from '../../src/audio/wav-series.js';
import { WavWriter } from '../../src/audio/wav-writer.js';
import { findFormat } from '../../src/device/format.js';
import { MemorySink } from './memory-sink.js';
import { readCues } from './read-cues.js';
import { scratchDirectory } from './scratch.js';

const scratch = scratchDirectory();
const stereo = { format: findFormat('S16_LE')!, channels: 2, rateHz: 48000 };
const odd = { format: findFormat('S24_3LE')!, channels: 1, rateHz: 48000 };
const counting = (length: number) => Uint8Array.from({ length }, (_, at) => (at * 7 + 1) & 0xff);

/** Creates a series in memory. */
function memorySeries(params = stereo, split?: WavSplit) {
  const files = new Map<string, MemorySink>();
  const series = new WavSeries('take.wav', params, split, (path) => {
    const sink = new MemorySink();
    files.set(path, sink);
    return new WavWriter(sink, params);
  });
  return { series, files };
}

describe('the path of a file in a series', () => {
  it.each([
    ['take.wav', 1, 'take-0001.wav'],
    ['a.b/take.x.wav', 23, 'a.b/take.x-0023.wav'],
    ['/tmp/take', 9999, '/tmp/take-9999'],
    ['take.wav', 12_345, 'take-12345.wav'],
  ])('%s, %i: %s', (path, number, expected) => {
    expect(seriesPath(path, number)).toBe(expected);
  });
});

describe('a recording that is not split', () => {
  it('is one file under its own name', () => {
    const { series, files } = memorySeries();
    series.write(counting(400));
    series.addCue('here');
    expect(series.position).toEqual({ path: 'take.wav', frame: 100 });
    series.finish();
    expect([...files.keys()]).toEqual(['take.wav']);
    expect(series).toMatchObject({ fileCount: 1, frames: 100 });
    expect(readCues(files.get('take.wav')!.bytes, wavDataOffset(stereo) + 400)).toEqual([
      { frame: 100, label: 'here' },
    ]);
  });
});

describe('a new file on request', () => {
  it('starts at the next frame', () => {
    const { series, files } = memorySeries();
    series.write(counting(40));
    series.beginNewFile();
    series.write(counting(8));
    series.finish();
    expect([...files.keys()]).toEqual(['take.wav', 'take-0002.wav']);
    expect(series.frames).toBe(12);
  });

  it('does not start beside a device', () => {
    const series = new WavSeries('/dev/null', stereo);
    series.write(counting(40));
    series.beginNewFile();
    series.write(counting(8));
    series.finish();
    expect(series.fileCount).toBe(1);
  });
});

describe('a recording that is split', () => {
  it.each([
    ['stereo', stereo],
    ['odd frames', odd],
  ])('loses no frame and keeps to its limits, whatever they are: %s', (_, params) => {
    const limits = fc.record({
      maxFrames: fc.option(fc.integer({ min: 1, max: 50 }), { nil: undefined }),
      maxBytes: fc.option(fc.integer({ min: 250, max: 600 }), { nil: undefined }),
    });
    const frameBytes = params.channels * params.format.bytes;
    const steps = fc.array(fc.oneof(fc.integer({ min: 0, max: 90 }), fc.constant('mark')));
    fc.assert(
      fc.property(limits, steps, (split, work) => {
        const { series, files } = memorySeries(params, split);
        const frames = work.reduce<number>((sum, n) => sum + (n === 'mark' ? 0 : Number(n)), 0);
        const data = counting(frames * frameBytes);
        let at = 0;
        for (const step of work) {
          if (step === 'mark') {
            series.addCue('xrun');
            continue;
          }
          const end = at + Number(step) * frameBytes;
          series.write(data.subarray(at, end));
          at = end;
        }
        series.finish();
        expect(series.frames).toBe(frames);
        expect(series.fileCount).toBe(files.size);
        const whole = [...files.values()].map(({ bytes, closed }) => {
          expect(closed).toBe(1);
          expect(bytes.length).toBeLessThanOrEqual(split.maxBytes ?? Infinity);
          const length = bytes.readUInt32LE(wavDataOffset(params) - 4);
          expect(length).toBeLessThanOrEqual((split.maxFrames ?? Infinity) * frameBytes);
          return bytes.subarray(wavDataOffset(params), wavDataOffset(params) + length);
        });
        expect(Buffer.concat(whole).equals(data)).toBe(true);
      }),
    );
  });

  it('is split at the requested frame and creates no file in advance', () => {
    const { series, files } = memorySeries(stereo, { maxFrames: 30 });
    series.write(counting(240));
    expect([...files.keys()]).toEqual(['take-0001.wav', 'take-0002.wav']);
    expect(series.position).toEqual({ path: 'take-0002.wav', frame: 30 });
    series.write(counting(4));
    expect(series.position).toEqual({ path: 'take-0003.wav', frame: 1 });
    series.finish();
    const first = files.get('take-0001.wav')!.bytes;
    expect(first.equals(Buffer.concat([wavHeader(stereo, 120), counting(120)]))).toBe(true);
  });

  it('finishes a file before it creates the next', () => {
    const order: string[] = [];
    const series = new WavSeries('take.wav', stereo, { maxFrames: 1 }, (path) => {
      order.push(`open ${path}`);
      const sink = new MemorySink();
      sink.close = () => order.push('close');
      return new WavWriter(sink, stereo);
    });
    series.write(counting(8));
    series.finish();
    expect(order).toEqual(['open take-0001.wav', 'close', 'open take-0002.wav', 'close']);
  });

  it('has every cue point in the right file at the right frame', () => {
    const { series, files } = memorySeries(stereo, { maxFrames: 30 });
    series.write(counting(40));
    series.addCue('a');
    series.write(counting(80));
    series.addCue('b');
    series.write(counting(40));
    series.addCue('c');
    series.finish();
    const cues = [...files.values()].map(({ bytes }) =>
      readCues(bytes, wavDataOffset(stereo) + bytes.readUInt32LE(wavDataOffset(stereo) - 4)),
    );
    expect(cues).toEqual([
      [
        { frame: 10, label: 'a' },
        { frame: 30, label: 'b' },
      ],
      [{ frame: 10, label: 'c' }],
    ]);
  });

  it('is RF64 in each file above 4 GiB', () => {
    const heads: string[] = [];
    const series = new WavSeries('take.wav', stereo, { maxBytes: 5 * 2 ** 30 }, () => {
      const sink = new MemorySink();
      let head = '';
      sink.write = (bytes, position) => {
        if (position === 0) head = Buffer.from(bytes).toString('latin1', 0, 4);
        return bytes.length;
      };
      sink.close = () => heads.push(head);
      return new WavWriter(sink, stereo, { nowMs: () => 0 });
    });
    const block = new Uint8Array(2 ** 26);
    for (let count = 0; count < 150; count++) series.write(block);
    series.finish();
    expect(heads).toEqual(['RF64', 'RF64']);
    expect(series.frames).toBe(150 * 2 ** 24);
  });

  it('keeps the written frames if the next file cannot be created', () => {
    mkdirSync(scratch('take-0002.wav'));
    const series = new WavSeries(scratch('take.wav'), stereo, { maxFrames: 30 });
    expect(() => series.write(counting(160))).toThrow(expect.objectContaining({ errno: 'EISDIR' }));
    expect(series).toMatchObject({ fileCount: 1, frames: 30 });
    series.finish();
    const file = readFileSync(scratch('take-0001.wav'));
    expect(file.equals(Buffer.concat([wavHeader(stereo, 120), counting(120)]))).toBe(true);
  });
});
