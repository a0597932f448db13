import { describe, expect, it } from 'vitest';
import { LevelMeter } from '../../src/audio/level-meter.js';
import { type SampleView, sampleCodec } from '../../src/audio/sample-codec.js';
import { SineSource } from '../../src/audio/sine.js';
import { findFormat, SAMPLE_FORMATS } from '../../src/device/format.js';

const s16 = sampleCodec(findFormat('S16_LE')!);
const float = sampleCodec(findFormat('FLOAT_LE')!);

function metered(channels: number, view: SampleView, codec = s16) {
  const meter = new LevelMeter(channels);
  meter.addInterleaved(view, codec, 0, view.length / codec.elements / channels);
  return meter;
}

describe.each(SAMPLE_FORMATS)('levels of $name', (format) => {
  const codec = sampleCodec(format);

  it('are separate for a sine on one channel and an offset on the other', () => {
    const view = codec.view(new ArrayBuffer(4800 * 2 * format.bytes), 0, 4800 * 2 * format.bytes);
    const sine = new SineSource({ rateHz: 48000, freqHz: 1000, levelDbfs: -0.001 });
    for (let frame = 0; frame < 4800; frame++) {
      codec.set(view, 2 * frame * codec.elements, codec.fromNormalized(sine.next()));
      codec.set(view, (2 * frame + 1) * codec.elements, codec.fromNormalized(-0.25));
    }
    const [left, right] = metered(2, view, codec).levels();
    const coarse = format.width === 8;
    expect(left!.peakDbfs).toBeCloseTo(0, 2);
    expect(left!.rmsDbfs).toBeCloseTo(-3.0113, coarse ? 2 : 3);
    expect(left!.dc).toBeCloseTo(0, coarse ? 3 : 4);
    expect(right).toMatchObject({ frames: 4800, peak: 0.25, rms: 0.25, dc: -0.25, clips: 0 });
    expect(right!.dcDbfs).toBeCloseTo(-12.0412, 4);
  });

  it('count a sample at either end of the range as a clip', () => {
    const view = codec.view(new ArrayBuffer(4 * format.bytes), 0, 4 * format.bytes);
    const step = format.kind === 'float' ? 0.001 : 1;
    [codec.min, codec.max, codec.min + step, codec.max - step].forEach((raw, index) => {
      codec.set(view, index * codec.elements, raw);
    });
    expect(metered(1, view, codec).levels()[0]!.clips).toBe(2);
  });
});

describe('a level meter', () => {
  it('measures silence as -Infinity dBFS, also before the first sample', () => {
    const silence = { peak: 0, rms: 0, dc: 0, clips: 0, peakDbfs: -Infinity, rmsDbfs: -Infinity };
    expect(new LevelMeter(1).levels()[0]).toMatchObject({ ...silence, frames: 0 });
    expect(metered(1, new Int16Array(8)).levels()[0]).toMatchObject({ ...silence, frames: 8 });
  });

  it('accumulates over blocks', () => {
    const view = Int16Array.of(8192, -16384, 0, 4096);
    const meter = new LevelMeter(1);
    meter.addInterleaved(view, s16, 0, 2);
    meter.addInterleaved(view, s16, 2, 2);
    expect(meter.levels()).toEqual(metered(1, view).levels());
    expect(meter.levels()[0]).toMatchObject({ frames: 4, peak: 0.5, dc: -0.03125 });
  });

  it('merges the values of another meter', () => {
    const view = Int16Array.of(8192, -16384, 0, 32767, 4096, 7);
    const [first, second] = [new LevelMeter(1), new LevelMeter(1)];
    first.addInterleaved(view, s16, 0, 2);
    second.addInterleaved(view, s16, 2, 4);
    first.merge(second);
    expect(first.levels()).toEqual(metered(1, view).levels());
  });

  it('accepts a change of format', () => {
    const meter = metered(1, Int16Array.of(8192));
    meter.addInterleaved(Float32Array.of(-0.5), float, 0, 1);
    expect(meter.levels()[0]).toMatchObject({ frames: 2, peak: 0.5, dc: -0.125 });
  });

  it('measures only the given frames', () => {
    const meter = new LevelMeter(2);
    meter.addInterleaved(Int16Array.of(32767, 32767, 8192, 4096, 32767, 32767), s16, 1, 1);
    expect(meter.levels()).toMatchObject([
      { frames: 1, peak: 0.25, rms: 0.25, dc: 0.25, clips: 0 },
      { frames: 1, peak: 0.125, rms: 0.125, dc: 0.125, clips: 0 },
    ]);
  });

  it('measures a noninterleaved channel', () => {
    const meter = new LevelMeter(2);
    meter.addChannel(1, Int16Array.of(0, 0, 16384, 99, 16384, 99), s16, 2, 2, 2);
    expect(meter.levels()).toMatchObject([{ frames: 0 }, { frames: 2, peak: 0.5, rms: 0.5 }]);
  });

  it('starts again after a reset', () => {
    const meter = metered(1, Int16Array.of(-32768, 5));
    meter.reset();
    expect(meter.levels()).toEqual(new LevelMeter(1).levels());
  });

  it('counts non-finite floats only as clips and frames', () => {
    const view = Float32Array.of(Number.NaN, Infinity, -Infinity, 0.5);
    const expected = { frames: 4, clips: 3, peak: 0.5, rms: 0.25, dc: 0.125 };
    expect(metered(1, view, float).levels()[0]).toMatchObject(expected);
  });

  it('does not clip a float above full scale', () => {
    expect(metered(1, Float32Array.of(2), float).levels()[0]).toMatchObject({ peak: 2, clips: 1 });
  });
});
