import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readWav } from '../../src/audio/wav-reader.js';
import { PLAYS, RECORDS } from './cards.js';
import { PROGRAM } from './program.js';
import { soxFrames, writeSine } from './sox.js';

const TAKEN_BYTES = 300_044;
/** The reader ends after the line of the first second. */
const LEAST_FRAMES = 48_000;
const CALM = ['--buffer-size', '300ms'];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'alsa-mmap-pipe-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the program into a reader of its output, in a shell; its own exit code and what it said. */
function piped(words: readonly string[], reader: string) {
  const script = `"$@" | ${reader}; echo "exit \${PIPESTATUS[0]}" >&2`;
  const command = [process.execPath, PROGRAM, ...words];
  const { stderr } = spawnSync('bash', ['-c', script, 'bash', ...command], {
    encoding: 'utf8',
    // A bash whose stdin is a socket takes itself for a remote shell and reads ~/.bashrc.
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 40_000,
  });
  return stderr;
}

describe('a closed output pipe ends the stream in order, without a message', () => {
  it('record -: exits 141, and the part that was read is complete', () => {
    const file = join(folder, 'taken.wav');
    const options = ['-f', 'S16_LE', '-c', '2', '-r', '48000', '-q', ...CALM];
    const stderr = piped(['record', '-', RECORDS, ...options], `head -c ${TAKEN_BYTES} >${file}`);
    expect(stderr).toBe('exit 141\n');
    expect(statSync(file).size).toBe(TAKEN_BYTES);
  });

  it('record FILE --json: exits 141, and sox reads the file', () => {
    const file = join(folder, 'recorded.wav');
    const options = ['-f', 'S16_LE', '-c', '2', '-r', '48000', '--json', ...CALM];
    const stderr = piped(['record', file, RECORDS, ...options], 'head -n 2 >/dev/null');
    expect(stderr).toBe('exit 141\n');
    const wav = readWav(file);
    expect(wav.frames).toBeGreaterThan(LEAST_FRAMES);
    expect(soxFrames(file)).toBe(wav.frames);
    wav.close();
  });

  it('play --json: exits 141', () => {
    const wav = join(folder, 'sine.wav');
    writeSine(wav, 20);
    const words = ['play', wav, PLAYS, '--json', ...CALM];
    expect(piped(words, 'head -n 2 >/dev/null')).toBe('exit 141\n');
  });
});
