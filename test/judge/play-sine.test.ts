/**
 * Checks the output of the emulated sound cards, which QEMU writes to WAV files. This check shares
 * only the samples with the program.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runInGuest } from '../../scripts/guest/run.js';
import { fromDbfs } from '../../src/audio/decibel.js';
import { findDeviation, fitSine } from '../../src/audio/sine-fit.js';
import { heardTone } from './heard-tone.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SECONDS = 3;
const FREQ_HZ = 440;
const LEVEL_DBFS = -6;
/** An emulated machine on a busy one may not keep up: then it is no measure of what is played. */
const ATTEMPTS = 3;
const XRUN = 6;
const LIMIT_SECONDS = 120;

interface Tone {
  readonly card: string;
  readonly device: string;
  readonly rateHz: number;
  readonly by: 'pages' | 'sync-ptr';
}

/** A card each: two tones of one would lie in one file. */
const TONES: readonly Tone[] = [
  { card: 'ac97', device: 'hw:AC97', rateHz: 48_000, by: 'pages' },
  { card: 'usb', device: 'hw:USB', rateHz: 48_000, by: 'pages' },
  { card: 'es1370', device: 'hw:ES1370', rateHz: 44_100, by: 'sync-ptr' },
];

const folder = mkdtempSync(join(tmpdir(), 'alsa-mmap-judge-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the tone that play-sine plays', () => {
  let wavFiles: Readonly<Record<string, string>>;
  beforeAll(
    async () => {
      wavFiles = await played();
    },
    (ATTEMPTS + 1) * LIMIT_SECONDS * 1000,
  );

  it.each(TONES)('is heard whole and exact from $device, by $by', ({ card, rateHz }) => {
    const samples = heardTone(wavFiles[card]!);
    expect(samples.length).toBe(SECONDS * rateHz);
    const fit = fitSine(samples, rateHz, FREQ_HZ);
    expect(Math.abs(fit.freqHz / FREQ_HZ - 1)).toBeLessThan(1e-4);
    expect(fit.amplitude / fromDbfs(LEVEL_DBFS)).toBeCloseTo(1, 4);
    // One step of 16 bits is 3e-5.
    expect(findDeviation(samples, fit, 1e-4)).toBe(-1);
  });
});

function command({ device, rateHz, by }: Tone): string {
  const tone = `-d ${SECONDS} --freq ${FREQ_HZ} --level ${LEVEL_DBFS} -f S16_LE -c 2 -r ${rateHz}`;
  const how = `--buffer-size 500ms --fail-on xrun -q ${by === 'sync-ptr' ? '--sync-ptr' : ''}`;
  return `node bin/alsa-mmap.js play-sine ${device} ${tone} ${how}`;
}

/** Plays one tone after the other in one guest: the file of each card. */
async function played(): Promise<Readonly<Record<string, string>>> {
  let said = '';
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const { exitCode, wavFiles } = await runInGuest({
      command: ['sh', '-c', TONES.map(command).join(' && ')],
      cwd: ROOT,
      cards: TONES.map(({ card }) => card),
      outDir: mkdtempSync(join(folder, 'guest-')),
      timeoutSeconds: LIMIT_SECONDS,
      onStderr: (bytes: Buffer) => {
        said += bytes;
      },
    });
    if (exitCode === 0) return wavFiles;
    if (exitCode !== XRUN) break;
  }
  throw new Error(`play-sine did not play without an xrun: ${said}`);
}
