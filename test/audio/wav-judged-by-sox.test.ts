import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sampleCodec } from '../../src/audio/sample-codec.js';
import { SineSource } from '../../src/audio/sine.js';
import { fitSine } from '../../src/audio/sine-fit.js';
import { wavLayout } from '../../src/audio/wav-fmt.js';
import { wavHeader, wavStreamHeader } from '../../src/audio/wav-header.js';
import { readWav } from '../../src/audio/wav-reader.js';
import { WavTranscoder } from '../../src/audio/wav-transcoder.js';
import { createWav } from '../../src/audio/wav-writer.js';
import { findFormat, SAMPLE_FORMATS, type SampleFormat } from '../../src/device/format.js';
import { briefly } from '../brief.js';
import { scratchDirectory } from './scratch.js';
import { soxInfo, soxIsThere, soxMake, soxSamples } from './sox.js';

const scratch = scratchDirectory();
const stereo = { format: findFormat('S16_LE')!, channels: 2, rateHz: 48000 };
const FRAMES = 4801;

/** Returns ring memory with a 997 Hz sine on every channel. */
function ringOfSine(format: SampleFormat, channels: number): Uint8Array {
  const codec = sampleCodec(format);
  const bytes = new Uint8Array(FRAMES * channels * format.bytes);
  const view = codec.view(bytes.buffer, 0, bytes.length);
  const sine = new SineSource({ rateHz: 48000, freqHz: 997, levelDbfs: -6, phase: 0.5 });
  for (let index = 0; index < view.length; index += codec.elements) {
    const frame = Math.floor(index / codec.elements / channels);
    codec.set(view, index, codec.fromNormalized(sine.value(frame)));
  }
  return bytes;
}

function asInFile(format: SampleFormat, channels: number, ring: Uint8Array): Uint8Array {
  const transcoder = new WavTranscoder(format, channels);
  const file = new Uint8Array(FRAMES * transcoder.fileFrameBytes);
  transcoder.toFile(ring, FRAMES, file);
  return file;
}

function encodingOf({ kind, width }: SampleFormat): string {
  if (kind === 'float') return 'Floating Point PCM';
  return width === 8 ? 'Unsigned Integer PCM' : 'Signed Integer PCM';
}

/** sox cannot read a container with fewer valid bits. */
function tellAllBitsValid(path: string): void {
  const file = readFileSync(path);
  const field = file.indexOf('fmt ') + 8 + 18;
  expect(file.readUInt16LE(field)).toBeLessThan(24);
  file.writeUInt16LE(24, field);
  writeFileSync(path, file);
}

/** Quantization error of a sine at a given width. */
const noiseOf = (width: number) => Math.max(2e-7, 0.6 * 2 ** -width);

describe.skipIf(!soxIsThere)('sox', () => {
  const cases = SAMPLE_FORMATS.flatMap((format, index) =>
    briefly([1 + (index % 3), 1 + ((index + 1) % 3), 1 + ((index + 2) % 3)], 1).map((channels) => ({
      format,
      channels,
    })),
  );

  it.each(cases)('reads $format.name with $channels channels', (params) => {
    const { format, channels } = params;
    const path = scratch(`${format.name}-${channels}.wav`);
    const writer = createWav(path, { ...params, rateHz: 48000 });
    writer.write(asInFile(format, channels, ringOfSine(format, channels)));
    writer.finish();
    if (format.width < wavLayout(format).bitsPerSample) tellAllBitsValid(path);
    expect(soxInfo(path)).toEqual({
      channels,
      rateHz: 48000,
      bits: wavLayout(format).bitsPerSample,
      encoding: encodingOf(format),
      frames: FRAMES,
      // sox expects a second extension after that of an extensible float file.
      warnings: format.kind === 'float' && channels > 2 ? expect.stringContaining('extended') : '',
    });
    const last = soxSamples(path).filter((_, index) => index % channels === channels - 1);
    const fit = fitSine(last, 48000);
    expect(fit.freqHz).toBeCloseTo(997, format.width === 8 ? 1 : 3);
    const coarse = format.width === 8;
    expect(fit.amplitude).toBeCloseTo(10 ** (-6 / 20), coarse ? 3 : 5);
    expect(fit.phase).toBeCloseTo(0.5, coarse ? 3 : 4);
    expect(fit.residualRms).toBeLessThan(noiseOf(format.width));
  });

  it('reads the file of a killed writer up to its last header', () => {
    const path = scratch('killed.wav');
    const clock = { ms: 0 };
    const writer = createWav(path, stereo, { headerIntervalMs: 500, nowMs: () => clock.ms });
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
    ['U8', ['-b', '8']],
    ['S16_LE', ['-b', '16']],
    ['S24_3LE', ['-b', '24']],
    ['S32_LE', ['-b', '32']],
    ['FLOAT_LE', ['-b', '32', '-e', 'floating-point']],
    ['FLOAT64_LE', ['-b', '64', '-e', 'floating-point']],
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
      (value, index) => value - codec.toNormalized(codec.get(view, index * codec.elements)),
    );
    expect(Math.max(...samples.map(Math.abs))).toBeLessThan(2 ** -31);
  });

  it.each([24, 32])('of %i bits is extensible and can be read', (bits) => {
    const path = scratch(`sox-extensible-${bits}.wav`);
    soxMake(path, ['-r', '48000', '-c', '4', '-b', String(bits)], ['synth', '0.1', 'pinknoise']);
    const file = readFileSync(path);
    expect(file.readUInt16LE(file.indexOf('fmt ') + 8)).toBe(0xfffe);
    const reader = readWav(path);
    expect(reader).toMatchObject({ channels: 4, frames: 4800 });
    expect(reader.format.width).toBe(bits);
    reader.close();
  });

  it('of mu-law is rejected by name', () => {
    const path = scratch('mu-law.wav');
    soxMake(path, ['-r', '8000', '-c', '1', '-e', 'mu-law'], ['synth', '0.1', 'sine', '440']);
    expect(() => readWav(path)).toThrow('8-bit mu-law');
  });
});
