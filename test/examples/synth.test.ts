import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fitSine } from '../../src/audio/sine-fit.js';
import { ROOT, scratchDirectory, watch } from '../cli/program.js';
import { HANG_MS } from '../limits.js';
import { readWavChannels } from '../sim/dump.js';
import { END_OF_TRACK, midiBytes, variable } from './midi-bytes.js';

const PROGRAM = join(ROOT, 'dist/examples/synth.js');
const scratch = scratchDirectory();

function start(...words: string[]) {
  const { PATH, HOME } = process.env;
  return watch(
    spawn(process.execPath, [PROGRAM, ...words], { env: { PATH, HOME }, timeout: HANG_MS }),
  );
}

/** Creates a MIDI file with one A of `ticks` / 960 s, with only the 8' bar. */
function oneNote(ticks: number): string {
  const path = scratch(`note-${ticks}.mid`);
  const bars = [1, 74, 73, 10].flatMap((controller) => [0, 0xb0, controller, 0]);
  const note = [0, 0x90, 69, 100, ...variable(ticks), 0x80, 69, 0, 0, ...END_OF_TRACK];
  writeFileSync(path, midiBytes([[...bars, ...note]]));
  return path;
}

describe('the synth as a program', () => {
  it('plays a MIDI file in tune and ends with it', async () => {
    const heard = scratch('heard.wav');
    const { ended } = start(`sim:DUMP=${heard}`, oneNote(960), '--buffer-size', '16384');
    const { code, stdout, stderr } = await ended;
    expect([code, stdout]).toEqual([0, '']);
    expect(stderr).toMatch(/note-960.mid, 1.0 s\n(.*\n)*\d+ frames played, \d+ xruns\n$/);
    if (!stderr.includes(' 0 xruns')) return;
    const samples = Float64Array.from(readWavChannels(heard)[0]!, (raw) => raw / 2 ** 15);
    const fit = fitSine(samples.subarray(1000, 47_000), 48_000);
    expect(fit.freqHz).toBeCloseTo(440, 3);
    expect(fit.amplitude).toBeCloseTo((100 + 64) / 2048, 4);
    expect(fit.residualRms).toBeLessThan(2e-5);
  });

  it('exits 130 at Ctrl-C after the note has faded', async () => {
    const heard = scratch('interrupted.wav');
    const { child, ended, seen } = start(
      `sim:DUMP=${heard}`,
      oneNote(96_000),
      '--buffer-size',
      '8192',
    );
    await seen('100.0 s');
    await new Promise((resolve) => setTimeout(resolve, 300));
    child.kill('SIGINT');
    const { code, stderr } = await ended;
    expect(code).toBe(130);
    expect(stderr).toMatch(/\d+ frames played/);
    const [samples] = readWavChannels(heard);
    const last = samples!.findLastIndex((sample) => sample !== 0);
    // The amplitude is 2600, so a note that is cut off rarely ends near 0.
    expect(Math.abs(samples![last]!)).toBeLessThan(100);
  });

  it('plays the keys of its terminal and restores the terminal', async () => {
    const heard = scratch('keys.wav');
    const words = [process.execPath, PROGRAM, `sim:DUMP=${heard}`, '--keys', '--hold', '400'];
    const synth = [...words, '--buffer-size', '8192'].join(' ');
    const command = `${synth}; code=$?; stty -a; exit $code`;
    const { child, ended, seen } = watch(
      spawn('script', ['-qefc', command, '/dev/null'], {
        env: { PATH: process.env['PATH'], SHELL: '/bin/sh' },
        timeout: HANG_MS,
      }),
    );
    await seen('play on the keys');
    child.stdin?.write('q');
    await new Promise((resolve) => setTimeout(resolve, 1000));
    child.stdin?.write('\x03');
    const { code, stdout } = await ended;
    expect([code, stdout]).toEqual([130, expect.stringMatching(/ icanon/)]);
    const [samples] = readWavChannels(heard);
    const sounding = samples!.filter((sample) => sample !== 0).length;
    // The duration of a typed note, with tolerance for a busy machine.
    expect(sounding).toBeGreaterThan(4000);
    expect(sounding).toBeLessThan(40_000);
  });

  it('continues after an xrun and reports it', async () => {
    const { child, ended, seen } = start('sim', oneNote(4800));
    await seen('5.0 s');
    await new Promise((resolve) => setTimeout(resolve, 1500));
    child.kill('SIGSTOP');
    await new Promise((resolve) => setTimeout(resolve, 500));
    child.kill('SIGCONT');
    const { code, stderr } = await ended;
    expect(code).toBe(0);
    expect(stderr).toMatch(/xrun at frame \d+: \d+ frames/);
  });

  it.each([
    ['there is no such file', ['sim', 'none.mid'], 3, /cannot read none.mid: ENOENT/],
    ['the file is no MIDI file', ['sim', 'JUNK'], 5, /junk.mid: not a MIDI file/],
    ['the device is busy', ['sim:BUSY=1', 'NOTE'], 4, /sim:BUSY=1/],
    ['the rate is not offered', ['sim', 'NOTE', '-r', '1000'], 5, /1000/],
    ['an option is wrong', ['sim', 'NOTE', '--hold', 'x'], 2, /--hold/],
    ['the input is no terminal', ['sim', '--keys'], 2, /terminal/],
    [
      'the device goes away',
      ['sim:UNPLUG=20000', 'NOTE', '--buffer-size', '8192'],
      8,
      /disconnected/,
    ],
  ] as const)('exits with its code if %s', async (_what, words, exit, said) => {
    const junk = scratch('junk.mid');
    writeFileSync(junk, 'junk');
    const files: Record<string, string> = { NOTE: oneNote(960), JUNK: junk };
    const { code, stderr } = await start(...words.map((word) => files[word] ?? word)).ended;
    expect([code, stderr]).toEqual([exit, expect.stringMatching(said)]);
  });

  it.skipIf(existsSync('/dev/snd/seq'))('exits 3 without an ALSA sequencer', async () => {
    const { code, stderr } = await start('sim', '--midi').ended;
    expect([code, stderr]).toEqual([3, expect.stringMatching(/no ALSA sequencer/)]);
  });
});
