import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readWav } from '../../src/audio/wav-reader.js';
import { AlsaMmapError } from '../../src/device/errors.js';
import type { FuzzTarget } from './targets.js';

const FRAMES = 16;

let folder: string | undefined;

/** A WAV file of these bytes is read within its bounds, or rejected with the byte offset. */
export const wavTarget: FuzzTarget = {
  pieces: [
    'RIFF',
    'RF64',
    'RIFX',
    'BW64',
    'WAVE',
    'fmt ',
    'data',
    'ds64',
    'LIST',
    'cue ',
    '\x01\x00',
    '\x03\x00',
    '\xfe\xff',
  ],
  run(bytes) {
    folder ??= mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'alsa-mmap-fuzz-'));
    const path = join(folder, `${process.pid}.wav`);
    writeFileSync(path, bytes);
    try {
      const wav = readWav(path);
      try {
        assert.ok(wav.channels > 0 && wav.rateHz > 0 && wav.formats.length > 0);
        assert.ok(wav.dataOffset + wav.frames * wav.frameBytes <= bytes.length);
        const whole = Math.min(FRAMES, wav.frames);
        assert.equal(wav.data(0, FRAMES).length, whole * wav.frameBytes);
        assert.equal(wav.data(wav.frames, FRAMES).length, 0);
      } finally {
        wav.close();
      }
    } catch (error) {
      if (!(error instanceof AlsaMmapError)) throw error;
      assert.equal(error.code, 'UNSUPPORTED');
      const at = /^cannot read .* at byte (\d+): [ -~]+$/.exec(error.message)?.[1];
      assert.ok(at !== undefined && Number(at) <= 2 ** 33, error.message);
    }
  },
};
