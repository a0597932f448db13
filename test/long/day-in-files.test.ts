/** A day of recording on the fast clock of the simulated card, split into a file for each hour. */

import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { sampleCodec } from '../../src/audio/sample-codec.js';
import { readWav } from '../../src/audio/wav-reader.js';
import { findFormat } from '../../src/device/format.js';
import { patternSample } from '../../src/sim/signal.js';
import { jsonLines, PROGRAM, scratchDirectory, watch } from '../cli/program.js';

const scratch = scratchDirectory();
const RATE_HZ = 8000;
const HOUR_FRAMES = 3600 * RATE_HZ;
const SPEED = 300;

it('splits a day into 24 files without a gap, each frame at its position', async () => {
  const format = ['-f', 'U8', '-c', '1', '-r', `${RATE_HZ}`, '--buffer-size', '60s'];
  const words = ['record', scratch('day.wav'), `sim:SIGNAL=pattern,SPEED=${SPEED}`, ...format];
  const limits = ['--period-size', '5s', '--split-time', '1h', '-d', '24h', '--json'];
  const { code, stdout } = await watch(spawn(process.execPath, [PROGRAM, ...words, ...limits]))
    .ended;
  expect(code).toBe(0);
  expect(jsonLines(stdout).at(-1)).toMatchObject({ fileCount: 24, xruns: 0, fifoLostFrames: 0 });
  const files = readdirSync(scratch('.')).sort();
  expect(files).toHaveLength(24);
  const codec = sampleCodec(findFormat('U8')!);
  for (const [hour, file] of files.entries()) {
    const wav = readWav(scratch(file));
    expect(wav.frames).toBe(HOUR_FRAMES);
    const samples = wav.data(0, wav.frames);
    wav.close();
    const first = hour * HOUR_FRAMES;
    const wrong = samples.findIndex((raw, frame) => raw !== patternSample(codec, first + frame, 0));
    expect(wrong, file).toBe(-1);
  }
});
