/** A WAV file's sizes have 32 bits: what a recording of more is worth, sox says. */

import { spawn, spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sampleCodec } from '../../src/audio/sample-codec.js';
import { findFormat } from '../../src/device/format.js';
import { signalFunction } from '../../src/sim/signal.js';
import { jsonLines, PROGRAM, scratchDirectory, watch } from '../cli/program.js';

const scratch = scratchDirectory();
const CHANNELS = 64;
const RATE_HZ = 96_000;
/** 25 MB a second; 5.5 GiB. */
const SECONDS = 240;
const LEAST_BYTES = 5 * 2 ** 30;
/** Frames in which every tone of the card comes again. */
const REPEAT = 2400;

const RECORD = [
  ...['-c', `${CHANNELS}`, '-f', 'S32_LE', '-r', `${RATE_HZ}`, '-d', `${SECONDS}`],
  ...['--buffer-size', '1s', '--period-size', '250ms', '--json'],
];

/** Samples as sox reads them, from one position in the file. */
function soxRaw(path: string, ...trim: readonly string[]): Buffer {
  const words = [path, '-t', 's32', '-L', '-', 'trim', ...trim];
  return spawnSync('sox', words, { maxBuffer: 2 ** 24 }).stdout;
}

/** The card's signal for `REPEAT` frames, from the stream's first frame on. */
function delivered(): Buffer {
  const signal = signalFunction('sine', sampleCodec(findFormat('S32_LE')!), RATE_HZ);
  const samples = new Int32Array(REPEAT * CHANNELS);
  for (let index = 0; index < samples.length; index++) {
    samples[index] = signal(Math.floor(index / CHANNELS), index % CHANNELS);
  }
  return Buffer.from(samples.buffer);
}

describe('a recording of more than 5 GiB', () => {
  it('is read by sox to the last frame', async () => {
    const path = scratch('large.wav');
    const words = ['record', path, `sim:CHANNELS=1:${CHANNELS}`, ...RECORD];
    const recorder = await watch(spawn(process.execPath, [PROGRAM, ...words])).ended;
    expect(recorder).toMatchObject({ code: 0, stderr: '' });
    // On a machine that cannot keep up some are lost, and not counted here.
    const { frames } = jsonLines(recorder.stdout).at(-1) as { readonly frames: number };
    expect(statSync(path).size).toBeGreaterThan(LEAST_BYTES);

    const { stderr } = await watch(spawn('sox', [path, '-n', 'stat'])).ended;
    expect(stderr).toMatch(new RegExp(`^Samples read: +${frames * CHANNELS}$`, 'm'));
    const truth = delivered();
    expect(soxRaw(path, '0', `${REPEAT}s`).equals(truth)).toBe(true);
    // Somewhere in the repeat.
    const twice = Buffer.concat([truth, truth]);
    expect(twice.includes(soxRaw(path, `-${REPEAT}s`))).toBe(true);
  });
});
