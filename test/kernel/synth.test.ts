import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fitSine } from '../../src/audio/sine-fit.js';
import { END_OF_TRACK, midiBytes, variable } from '../examples/midi-bytes.js';
import { readWavChannels } from '../sim/dump.js';
import { start, startAlsaMmap } from './program.js';

const SYNTH = fileURLToPath(new URL('../../dist/examples/synth.js', import.meta.url));
const RATE_HZ = 48_000;
const STRETCH = 4800;
const FORMAT = ['-f', 'S16_LE', '-r', String(RATE_HZ)];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'alsa-mmap-synth-'));
  spawnSync('modprobe', ['snd-seq']);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the synth on the real kernel', () => {
  it('plays what aplaymidi sends over the sequencer, in tune', async () => {
    const [song, recorded] = [join(folder, 'a.mid'), join(folder, 'recorded.wav')];
    const bars = [1, 74, 73, 10].flatMap((controller) => [0, 0xb0, controller, 0]);
    const note = [0, 0x90, 69, 100, ...variable(2880), 0x80, 69, 0, 0, ...END_OF_TRACK];
    writeFileSync(song, midiBytes([[...bars, ...note]]));

    const words = ['hw:Loopback,0', '--midi', '--buffer-size', '16384', ...FORMAT];
    const synth = start(process.execPath, [SYNTH, ...words]);
    await synth.says(/MIDI port \d+:0/);
    const recording = startAlsaMmap('record', recorded, 'hw:Loopback,1', ...FORMAT, '--json');
    await recording.says(/"/);
    const listed = spawnSync('aplaymidi', ['-l'], { encoding: 'utf8' }).stdout;
    const port = /^\s*(\d+:0)\s+alsa-mmap synth/m.exec(listed)?.[1];
    expect(port, listed).toBeDefined();
    expect(spawnSync('aplaymidi', ['-p', port!, song]).status).toBe(0);
    synth.kill('SIGINT');
    expect((await synth.ended).status).toBe(130);
    recording.kill('SIGINT');
    await recording.ended;

    // An emulated machine may fall behind and leave holes: somewhere it sounds for a while.
    const detected = Float64Array.from(readWavChannels(recorded)[0]!, (raw) => raw / 2 ** 15);
    const fits = Array.from({ length: Math.floor(detected.length / STRETCH) }, (_, stretch) =>
      fitSine(detected.subarray(stretch * STRETCH, (stretch + 1) * STRETCH), RATE_HZ, 440),
    );
    const [best] = fits
      .filter(({ amplitude }) => amplitude > 0.01)
      .toSorted((a, b) => a.residualRms - b.residualRms);
    expect(best?.freqHz).toBeCloseTo(440, 2);
    expect(best?.amplitude).toBeCloseTo((100 + 64) / 2048, 3);
  });
});
