import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sampleCodec } from '../../src/audio/codec.js';
import { packS24 } from '../../src/audio/s24-pack.js';
import { SineSource } from '../../src/audio/sine.js';
import { fitSine } from '../../src/audio/tone-fit.js';
import { wavLayout } from '../../src/audio/wav-fmt.js';
import { wavHeader, wavStreamHeader } from '../../src/audio/wav-header.js';
import { readWav } from '../../src/audio/wav-reader.js';
import { openWav } from '../../src/audio/wav-writer.js';
import { findFormat, SAMPLE_FORMATS, type SampleFormat } from '../../src/device/format.js';
import { scratchDirectory } from './scratch.js';
import { soxInfo, soxIsThere, soxMake, soxSamples } from './sox.js';

const scratch = scratchDirectory();
const stereo = { format: findFormat('S16_LE')!, channels: 2, rateHz: 48000 };
const FRAMES = 4801;

/** Ring memory with a 997 Hz sine on every channel. */
function ringOfSine(format: SampleFormat, channels: number): Uint8Array {
  const codec = sampleCodec(format);
  const bytes = new Uint8Array(FRAMES * channels * format.bytes);
  const view = codec.view(bytes.buffer, 0, bytes.length);
  const sine = new SineSource({ rateHz: 48000, freqHz: 997, levelDbfs: -6, phase: 0.5 });
  for (let index = 0; index < view.length; index += codec.elements) {
    const frame = Math.floor(index / codec.elements / channels);
    codec.set(view, index, codec.fromUnit(sine.value(frame)));
  }
  return bytes;
}

function asInFile(format: SampleFormat, ring: Uint8Array): Uint8Array {
  if (!wavLayout(format).pack) return ring;
  const packed = new Uint8Array((ring.length / 4) * 3);
  packS24(new Int32Array(ring.buffer), 0, ring.length / 4, packed);
  return packed;
}

describe.skipIf(!soxIsThere)('sox', () => {
  const cases = SAMPLE_FORMATS.flatMap((format) =>
    [1, 2, 3].map((channels) => ({ format, channels })),
  );

  it.each(cases)('reads $format.name on $channels channels as it was meant', (params) => {
    const { format, channels } = params;
    const path = scratch(`${format.name}-${channels}.wav`);
    const writer = openWav(path, { ...params, rateHz: 48000 });
    writer.write(asInFile(format, ringOfSine(format, channels)));
    writer.finish();
    expect(soxInfo(path)).toEqual({
      channels,
      rateHz: 48000,
      bits: wavLayout(format).bitsPerSample,
      encoding: format.kind === 'float' ? 'Floating Point PCM' : 'Signed Integer PCM',
      frames: FRAMES,
      // sox looks for a second extension behind that of an extensible float file.
      warnings: format.kind === 'float' && channels > 2 ? expect.stringContaining('extended') : '',
    });
    const last = soxSamples(path).filter((_, index) => index % channels === channels - 1);
    const fit = fitSine(last, 48000);
    expect(fit.freqHz).toBeCloseTo(997, 3);
    expect(fit.amplitude).toBeCloseTo(10 ** (-6 / 20), 5);
    expect(fit.phase).toBeCloseTo(0.5, 4);
    expect(fit.residualRms).toBeLessThan(format.width === 16 ? 2e-5 : 2e-7);
  });

  it('reads what a killed writer left, up to its last header', () => {
    const path = scratch('killed.wav');
    const clock = { ms: 0 };
    const writer = openWav(path, stereo, { headerEveryMs: 500, nowMs: () => clock.ms });
    for (; clock.ms < 1250; clock.ms += 50) writer.write(new Uint8Array(480 * 4));
    expect(soxInfo(path)).toMatchObject({ frames: 21 * 480, warnings: '' });
    expect(soxSamples(path).length).toBe(2 * 21 * 480);
  });

  it('reads the header of a file of more than 4 GiB', () => {
    const path = scratch('large.wav');
    writeFileSync(path, Buffer.concat([wavHeader(stereo, 5 * 2 ** 30), new Uint8Array(4000)]));
    const frames = (5 * 2 ** 30) / 4;
    expect(soxInfo(path)).toMatchObject({ channels: 2, rateHz: 48000, frames, warnings: '' });
  });

  it('reads a stream to its end', () => {
    const path = scratch('stream.wav');
    writeFileSync(path, Buffer.concat([wavStreamHeader(stereo), new Uint8Array(4000)]));
    expect(soxSamples(path).length).toBe(2000);
  });
});

describe.skipIf(!soxIsThere)('a file that sox made', () => {
  it.each([
    ['S16_LE', ['-b', '16']],
    ['S24_3LE', ['-b', '24']],
    ['S32_LE', ['-b', '32']],
    ['FLOAT_LE', ['-b', '32', '-e', 'floating-point']],
  ] as const)('of %s is read sample for sample', (name, options) => {
    const path = scratch(`sox-${name}.wav`);
    soxMake(
      path,
      ['-r', '44100', '-c', '2', ...options],
      ['synth', '0.1', 'sine', '440', 'gain', '-3'],
    );
    const reader = readWav(path);
    expect(reader).toMatchObject({ channels: 2, rateHz: 44100, frames: 4410 });
    expect(reader.format.name).toBe(name);
    const bytes = reader.data(0, reader.frames);
    reader.close();
    expect(Buffer.from(bytes).equals(readFileSync(path).subarray(reader.dataOffset))).toBe(true);
    const codec = sampleCodec(reader.format);
    const view = codec.view(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const samples = soxSamples(path).map(
      (value, index) => value - codec.toUnit(codec.get(view, index * codec.elements)),
    );
    expect(Math.max(...samples.map(Math.abs))).toBeLessThan(2 ** -31);
  });

  it('of mu-law is refused by name', () => {
    const path = scratch('mu-law.wav');
    soxMake(path, ['-r', '8000', '-c', '1', '-e', 'mu-law'], ['synth', '0.1', 'sine', '440']);
    expect(() => readWav(path)).toThrow('8-bit mu-law, 1 channels in 1 bytes a frame');
  });
});
