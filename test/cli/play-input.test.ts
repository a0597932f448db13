import { execFileSync, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { wavStreamHeader } from '../../src/audio/wav-header.js';
import { createWav } from '../../src/audio/wav-writer.js';
import { findFormat } from '../../src/device/format.js';
import { START_MS } from '../limits.js';
import { jsonLines, PROGRAM, run, scratchDirectory, start, watch } from './program.js';
import { refusal } from './refusal.js';
import { readChannels } from './wav-channels.js';

const scratch = scratchDirectory();
const CALM = ['--buffer-size', '500ms', '--period-size', '20ms', '-q'];
const FRAMES = 24_000;
const stereo = { format: findFormat('S16_LE')!, channels: 2, rateHz: 48_000 };
/** Samples in which every frame differs from its neighbours. */
const SAMPLES = Buffer.from(Int16Array.from({ length: 2 * FRAMES }, (_, at) => at * 5).buffer);
const WAV = scratch('take.wav');
const RAW = scratch('take.pcm');
const writer = createWav(WAV, stereo);
writer.write(SAMPLES);
writer.finish();
writeFileSync(RAW, SAMPLES);

let dumpCount = 0;
const dump = () => scratch(`heard ${++dumpCount}.wav`);

/** Returns true if a file starts with the samples, and silence follows. */
function expectSamples(heard: string, samples = SAMPLES): void {
  const file = readFileSync(heard);
  const played = file.subarray(file.indexOf('data') + 8);
  expect(readChannels(heard).frames).toBeGreaterThan(FRAMES);
  expect(played.subarray(0, samples.length).equals(samples)).toBe(true);
  expect(played.subarray(samples.length).every((byte) => byte === 0)).toBe(true);
}

/** Runs the program by a shell, in whose script it is "$@". */
function runInShell(shell: string, script: string, words: readonly string[]) {
  const all = ['-c', script, shell, process.execPath, PROGRAM, ...words];
  return watch(spawn(shell, all, { stdio: ['ignore', 'pipe', 'pipe'] }));
}

describe.concurrent('play takes the samples bit for bit from', () => {
  it.each([
    ['a pipe', 'sh', `cat '${WAV}' | "$@"`, '-'],
    [
      'a pipe that delivers slowly',
      'sh',
      `(head -c 30 '${WAV}'; sleep 0.3; tail -c +31 '${WAV}') | "$@"`,
      '-',
    ],
    ['a file on stdin', 'sh', `"$@" < '${WAV}'`, '-'],
    ['a substituted process', 'bash', `"$@" <(cat '${WAV}')`, undefined],
  ])('%s', async (_, shell, script, file) => {
    const heard = dump();
    const words = ['play', ...CALM, '--fail-on', 'xrun', '-D', `sim:DUMP=${heard}`];
    const all = file === undefined ? words : [...words, file];
    const { code, stderr } = await runInShell(shell, script, all).ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expectSamples(heard);
  });

  it('a socket on stdin', async () => {
    const heard = dump();
    const playing = start(['play', '-', `sim:DUMP=${heard}`, ...CALM]);
    playing.child.stdin!.end(readFileSync(WAV));
    expect(await playing.ended).toMatchObject({ code: 0, stderr: '' });
    expectSamples(heard);
  });

  it('a FIFO that is opened before its writer', async () => {
    const [fifo, heard] = [scratch('fifo'), dump()];
    execFileSync('mkfifo', [fifo]);
    const playing = start(['play', fifo, `sim:DUMP=${heard}`, ...CALM]);
    spawn('sh', ['-c', `sleep 1; cat '${WAV}' > '${fifo}'`], { stdio: 'ignore' });
    expect(await playing.ended).toMatchObject({ code: 0, stderr: '' });
    expectSamples(heard);
  });

  it('a stream of unknown length', async () => {
    const heard = dump();
    const playing = start(['play', '-', `sim:DUMP=${heard}`, ...CALM]);
    playing.child.stdin!.end(Buffer.concat([wavStreamHeader(stereo), SAMPLES]));
    expect(await playing.ended).toMatchObject({ code: 0, stderr: '' });
    expectSamples(heard);
  });

  it.each([
    ['a raw file', RAW, ['-f', 'S16_LE', '-c', '2', '-r', '48k']],
    ['a raw file, by a preset', RAW, ['-f', 'dat']],
    ['raw samples on stdin', '-', ['-f', 'dat']],
  ])('%s', async (_, file, options) => {
    const heard = dump();
    const playing = start(['play', file, `sim:DUMP=${heard}`, '-t', 'raw', ...options, ...CALM]);
    playing.child.stdin!.on('error', () => {}).end(file === '-' ? SAMPLES : '');
    expect(await playing.ended).toMatchObject({ code: 0, stderr: '' });
    expectSamples(heard);
  });

  it('a raw file of the other byte order, on a card without it', async () => {
    const heard = dump();
    const file = scratch('big.pcm');
    writeFileSync(file, Buffer.from(SAMPLES).swap16());
    const device = `sim:FORMATS=S16_LE,DUMP=${heard}`;
    const words = ['play', file, device, '-t', 'raw', '-f', 'S16_BE', '-c', '2', '-r', '48000'];
    expect(await run([...words, ...CALM])).toMatchObject({ code: 0, stderr: '' });
    expectSamples(heard);
  });
});

describe.concurrent('a writer that stalls', () => {
  it('does not stop the display, and is an xrun when it continues', async () => {
    const playing = start(['play', '-', 'sim', '--json', '--buffer-size', '100ms']);
    playing.child.stdin!.write(
      Buffer.concat([wavStreamHeader(stereo), SAMPLES.subarray(0, 40_000)]),
    );
    await playing.seen('"state":"XRUN"');
    playing.child.stdin!.end(SAMPLES.subarray(40_000));
    const { code, stdout } = await playing.ended;
    expect(code).toBe(0);
    const events = jsonLines(stdout);
    expect(events).toContainEqual(expect.objectContaining({ event: 'xrun', lostFrames: 0 }));
    expect(events.at(-1)).toMatchObject({ event: 'totals', frames: FRAMES });
  });
});

describe.concurrent('INT ends play within 2 seconds', () => {
  async function expectSoon({ child, ended }: ReturnType<typeof start>): Promise<void> {
    const sentMs = performance.now();
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 130 });
    expect(performance.now() - sentMs).toBeLessThan(2000);
  }

  it('while a FIFO has no writer', async () => {
    const fifo = scratch('silent fifo');
    execFileSync('mkfifo', [fifo]);
    const playing = start(['play', fifo, 'sim']);
    await sleep(START_MS);
    await expectSoon(playing);
  });

  it('while the header does not come', async () => {
    const playing = start(['play', '-', 'sim']);
    playing.child.stdin!.write('RIFF');
    await sleep(START_MS);
    await expectSoon(playing);
  });

  it('while the writer stalls in the middle', async () => {
    const fifo = scratch('stalled fifo');
    execFileSync('mkfifo', [fifo]);
    const playing = start(['play', fifo, 'sim', '--json', '--buffer-size', '100ms']);
    const descriptor = openSync(fifo, 'r+');
    writeSync(descriptor, Buffer.concat([wavStreamHeader(stereo), SAMPLES.subarray(0, 40_000)]));
    await playing.seen('"state":"XRUN"');
    await expectSoon(playing);
    closeSync(descriptor);
    expect(jsonLines((await playing.ended).stdout).at(-1)).toMatchObject({ event: 'totals' });
  });
});

describe.concurrent('play refuses', () => {
  it('raw samples without parameters, and names those that are missing', async () => {
    expect(await refusal(['play', RAW, 'sim', '-t', 'raw', '-f', 'S16_LE'], 2)).toMatch(
      /--type=raw needs --channels, --rate/,
    );
  });

  it('parameters for a WAV file', async () => {
    expect(await refusal(['play', WAV, 'sim', '-r', '48k'], 2)).toMatch(/--rate requires --type/);
    expect(await refusal(['play', WAV, 'sim', '-f', 'cd'], 2)).toMatch(/has channels and a rate/);
  });

  it('a pipe that ends in its header, or is no WAV file', async () => {
    for (const [bytes, problem] of [
      ['RIFF', /stdin at byte 4: the file ends in its header/],
      ['', /stdin at byte 0: the file ends in its header/],
      ['Once upon a time', /stdin at byte 0: expected "RIFF"/],
    ] as const) {
      const playing = start(['play', '-', 'sim']);
      playing.child.stdin!.end(bytes);
      const { code, stderr } = await playing.ended;
      expect(code).toBe(5);
      expect(stderr).toMatch(problem);
    }
  });

  it('warns of a pipe that ends before the length in its header', async () => {
    const playing = start(['play', '-', 'sim', ...CALM]);
    playing.child.stdin!.end(readFileSync(WAV).subarray(0, -400));
    const { code, stderr } = await playing.ended;
    expect(code).toBe(0);
    expect(stderr).toBe('warning: stdin: it ended 100 frames before the length in its header\n');
  });
});
