import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { soxMake } from '../audio/sox.js';
import { run, scratchDirectory } from './program.js';

const scratch = scratchDirectory();
const FRAMES = 9600;
const RATE_HZ = 48_000;
const CALM = ['--buffer-size', '1s', '--period-size', '20ms'];

/** Bytes of the samples of a WAV file. */
function samplesOf(path: string, bytes?: number): Buffer {
  const file = readFileSync(path);
  const offset = file.indexOf('data') + 8;
  return file.subarray(offset, bytes === undefined ? undefined : offset + bytes);
}

/** Plays the file; returns the samples that the card played, and the silence after them. */
async function played(path: string, bytes: number) {
  const dump = `${path}.dump.wav`;
  const words = ['play', path, `sim:DUMP=${dump}`, ...CALM, '--fail-on', 'xrun', '-q'];
  expect(await run(words)).toMatchObject({ code: 0, stderr: '' });
  const all = samplesOf(dump);
  return { samples: all.subarray(0, bytes), rest: all.subarray(bytes) };
}

/** Pseudo-random bytes: every value of every sample, also that of the unused bits. */
function noise(length: number): Buffer {
  let state = 1;
  return Buffer.from(
    Uint8Array.from({ length }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state >>> 24;
    }),
  );
}

/** Pseudo-random floats without NaN, whose bits a conversion need not keep. */
const floatNoise = (length: number) =>
  Buffer.from(
    Float32Array.from(noise(length), (byte, index) => (byte - 128 + index * 2 ** -17) / 128).buffer,
  );

/** Without the fourth byte of each sample, which has no meaning in S24_LE. */
const lowThreeBytes = (samples: Buffer) => samples.filter((_, index) => index % 4 !== 3);

describe.concurrent('play outputs bit for bit a file that was written by', () => {
  it.each([
    ['U8', 1],
    ['S16_LE', 2],
    ['S24_3LE', 3],
    ['S24_LE', 4],
    ['S32_LE', 4],
    ['FLOAT_LE', 4],
  ])('arecord in %s', async (format, sampleBytes) => {
    const name = `arecord-${format}`;
    const source = scratch(`${name}.raw`);
    const bytes = FRAMES * 2 * sampleBytes;
    writeFileSync(source, format === 'FLOAT_LE' ? floatNoise(bytes / 4) : noise(bytes));
    const config = scratch(`${name}.conf`);
    const slave = `slave.pcm { type null } file "/dev/null" infile "${source}" format raw`;
    writeFileSync(config, `pcm.noise { type file ${slave} }`);
    const path = scratch(`${name}.wav`);
    const words = ['-q', '-D', 'noise', '-f', format, '-c', '2', '-r', `${RATE_HZ}`];
    const recorded = spawnSync('arecord', [...words, '-s', `${FRAMES}`, '-t', 'wav', path], {
      env: { ...process.env, ALSA_CONFIG_PATH: config },
      encoding: 'utf8',
    });
    expect(recorded).toMatchObject({ status: 0 });
    const written = samplesOf(path, bytes);
    expect(written.equals(readFileSync(source))).toBe(true);
    const expected = format === 'S24_LE' ? lowThreeBytes(written) : written;
    const { samples } = await played(path, expected.length);
    expect(samples.equals(expected)).toBe(true);
  });

  it.each([
    ['8 bits', ['-b', '8'], 1],
    ['16 bits', ['-b', '16'], 2],
    ['24 bits', ['-b', '24'], 3],
    ['32 bits', ['-b', '32'], 4],
    ['32-bit float', ['-b', '32', '-e', 'floating-point'], 4],
    ['64-bit float', ['-b', '64', '-e', 'floating-point'], 8],
  ] as const)('sox with %s', async (name, options, sampleBytes) => {
    const path = scratch(`sox-${name}.wav`);
    const format = ['-r', `${RATE_HZ}`, '-c', '2', ...options];
    soxMake(path, format, ['synth', '0.2', 'whitenoise', 'gain', '-1']);
    const bytes = FRAMES * 2 * sampleBytes;
    const { samples } = await played(path, bytes);
    expect(samples.equals(samplesOf(path, bytes))).toBe(true);
  });

  it.each([1, 2, 3, 4])("Python's wave module with %i bytes per sample", async (sampleBytes) => {
    const source = scratch(`python-${sampleBytes}.raw`);
    const path = scratch(`python-${sampleBytes}.wav`);
    const bytes = FRAMES * 2 * sampleBytes;
    writeFileSync(source, noise(bytes));
    const script = [
      'import sys, wave',
      'w = wave.open(sys.argv[2], "wb")',
      `w.setparams((2, ${sampleBytes}, ${RATE_HZ}, 0, "NONE", ""))`,
      'w.writeframes(open(sys.argv[1], "rb").read())',
      'w.close()',
    ].join('\n');
    const made = spawnSync('python3', ['-c', script, source, path], { encoding: 'utf8' });
    expect(made).toMatchObject({ status: 0, stderr: '' });
    const { samples, rest } = await played(path, bytes);
    expect(samples.equals(readFileSync(source))).toBe(true);
    expect(rest.length).toBeGreaterThan(0);
  });
});
