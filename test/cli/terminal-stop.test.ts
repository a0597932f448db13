import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { sampleCodec } from '../../src/audio/sample-codec.js';
import { createWav } from '../../src/audio/wav-writer.js';
import { findFormat } from '../../src/device/format.js';
import { patternSample } from '../../src/sim/signal.js';
import { comparePattern } from './pattern-file.js';
import { PROGRAM, scratchDirectory, watch } from './program.js';

const scratch = scratchDirectory();
/** Longer than the FIFO of a recording and the ring last. */
const STOPPED_MS = 6000;
const [STOP, CONTINUE] = ['\x13', '\x11'];

/** Writes what `sim:SIGNAL=pattern` gives a recording of one channel in S16_LE. */
function writePattern(path: string, frames: number): void {
  const format = findFormat('S16_LE')!;
  const codec = sampleCodec(format);
  const wav = createWav(path, { format, channels: 1, rateHz: 48_000 });
  const samples = Int16Array.from({ length: frames }, (_, frame) => patternSample(codec, frame, 0));
  wav.write(new Uint8Array(samples.buffer));
  wav.finish();
}

/** Runs the program on a terminal that stands still for a while, as after Ctrl-S. */
async function runOnStoppedTerminal(words: readonly string[]) {
  const command = [process.execPath, PROGRAM, ...words, '--no-color'].join(' ');
  const running = watch(spawn('script', ['-qefc', command, '/dev/null']));
  await running.seen('RUNNING');
  running.child.stdin!.write(STOP);
  await sleep(STOPPED_MS);
  running.child.stdin!.write(CONTINUE);
  return running.ended;
}

describe.concurrent('a terminal that stands still', () => {
  it('costs a recording no frame, and shows the totals when it goes on', async () => {
    const file = scratch('stopped.wav');
    const words = ['record', file, 'sim:SIGNAL=pattern', '-d', '8', '--buffer-size', '500ms'];
    const { code, stdout } = await runOnStoppedTerminal(words);
    expect(code).toBe(0);
    expect(comparePattern(file, 'S16_LE')).toMatchObject({ frames: 8 * 48_000, wrongFrame: -1 });
    expect(stdout).toMatch(/xruns {3,}0\b/);
  });

  it('costs a file that is played no silence', async () => {
    const [source, played] = [scratch('source.wav'), scratch('played.wav')];
    writePattern(source, 8 * 48_000);
    const words = ['play', source, `sim:DUMP=${played}`, '--buffer-size', '500ms'];
    const { code, stdout } = await runOnStoppedTerminal(words);
    expect(code).toBe(0);
    expect(stdout).toMatch(/xruns {3,}0\b/);
    const { wrongFrame } = comparePattern(played, 'S16_LE');
    expect(wrongFrame).toBeGreaterThanOrEqual(8 * 48_000);
  });
});
