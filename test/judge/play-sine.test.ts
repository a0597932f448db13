/**
 * What the emulated sound cards played, as QEMU wrote it to WAV files: a judge that shares nothing
 * with the program but the samples.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { runInGuest } from '../../scripts/guest/run.js';
import { sampleCodec } from '../../src/audio/codec.js';
import { fromDbfs } from '../../src/audio/decibel.js';
import { findGap, fitSine } from '../../src/audio/tone-fit.js';
import { readWav } from '../../src/audio/wav-reader.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SECONDS = 3;
const FREQ_HZ = 440;
const LEVEL_DBFS = -6;
/** An emulated machine on a busy one may not keep up: then it is no measure of what is played. */
const ATTEMPTS = 3;
const XRUN = 6;

const folder = mkdtempSync(join(tmpdir(), 'alsa-mmap-judge-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the tone that play-sine plays', () => {
  it.each([
    ['ac97', 'hw:AC97', 48_000, []],
    ['ac97', 'hw:AC97', 48_000, ['--sync-ptr']],
    ['usb', 'hw:USB', 48_000, []],
    ['es1370', 'hw:ES1370', 44_100, []],
  ] as const)(
    'is heard whole and exact from %s (%s, %i Hz %j)',
    async (card, name, rateHz, more) => {
      const samples = await play(card, name, rateHz, more);
      expect(samples.length).toBe(SECONDS * rateHz);
      const fit = fitSine(samples, rateHz, FREQ_HZ);
      expect(Math.abs(fit.freqHz / FREQ_HZ - 1)).toBeLessThan(1e-4);
      expect(fit.amplitude / fromDbfs(LEVEL_DBFS)).toBeCloseTo(1, 4);
      // One step of 16 bits is 3e-5.
      expect(findGap(samples, fit, 1e-4)).toBe(-1);
    },
  );
});

/** The first channel of what the card played, from its first sound to its last. */
async function play(
  card: string,
  name: string,
  rateHz: number,
  more: readonly string[],
): Promise<Float64Array> {
  const command = [
    ...['node', 'bin/alsa-mmap.js', 'play-sine', name, '-r', `${rateHz}`, '-d', `${SECONDS}`],
    ...['--freq', `${FREQ_HZ}`, '--level', `${LEVEL_DBFS}`, '-f', 'S16_LE', '-c', '2'],
    ...['--buffer-size', '300ms', '--fail-on', 'xrun', '-q', ...more],
  ];
  let said = '';
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const outDir = join(folder, `${card}-${attempt}`);
    const { exitCode, wavFiles } = await runInGuest({
      command,
      cwd: ROOT,
      cards: [card],
      outDir,
      timeoutSeconds: 60,
      onStderr: (bytes: Buffer) => {
        said += bytes;
      },
    });
    if (exitCode === 0) return toneOf(wavFiles[card]!);
    if (exitCode !== XRUN) break;
  }
  throw new Error(`play-sine did not play ${name} without an xrun: ${said}`);
}

function toneOf(path: string): Float64Array {
  const wav = readWav(path);
  try {
    const codec = sampleCodec(wav.format);
    const bytes = wav.data(0, wav.frames);
    const view = codec.view(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const samples = Float64Array.from({ length: wav.frames }, (_, frame) =>
      codec.toUnit(codec.get(view, frame * wav.channels)),
    );
    const loud = (sample: number) => Math.abs(sample) > 0;
    // A sine begins with a 0.
    return samples.subarray(samples.findIndex(loud) - 1, samples.findLastIndex(loud) + 1);
  } finally {
    wav.close();
  }
}
