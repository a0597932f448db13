import { execFileSync } from 'node:child_process';
import { createWriteStream, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createWav } from '../../src/audio/wav-writer.js';
import { findFormat } from '../../src/device/format.js';
import { jsonLines, run, scratchDirectory, start } from './program.js';
import { refusal } from './refusal.js';
import { readChannels } from './wav-channels.js';

const scratch = scratchDirectory();
const CALM = ['--buffer-size', '500ms', '--period-size', '20ms', '--fail-on', 'xrun'];

/** Writes a file of one channel whose samples count up from `first`. */
function countingFile(
  name: string,
  first: number,
  frames: number,
  { format = 'S16_LE', channels = 1, rateHz = 48_000 } = {},
): string {
  const path = scratch(name);
  const wav = createWav(path, { format: findFormat(format)!, channels, rateHz });
  const { bytes } = findFormat(format)!;
  const samples = Buffer.alloc(frames * channels * bytes);
  for (let at = 0; at < frames * channels; at++)
    samples.writeIntLE((first + at) % 2 ** (8 * bytes - 1), at * bytes, bytes);
  wav.write(samples);
  wav.finish();
  return path;
}

let dumpCount = 0;
const dump = () => scratch(`heard ${++dumpCount}.wav`);

/** Expects that a dump starts with these samples, and that silence follows. */
function expectHeard(path: string, samples: readonly number[]): void {
  const heard = readChannels(path).raw[0]!;
  expect([...heard.subarray(0, samples.length)]).toEqual(samples);
  expect(heard.subarray(samples.length).every((sample) => sample === 0)).toBe(true);
}

const count = (first: number, frames: number) =>
  Array.from({ length: frames }, (_, at) => first + at);

describe.concurrent('several files', () => {
  const a = countingFile('a.wav', 1, 5001);
  const b = countingFile('b.wav', 10_000, 1);
  const c = countingFile('c.wav', 20_000, 9000);

  it('are played one after the other without a gap, with totals for each', async () => {
    const heard = dump();
    const device = `sim:DUMP=${heard}`;
    const { code, stdout, stderr } = await run(['play', a, b, c, device, ...CALM, '--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expectHeard(heard, [...count(1, 5001), 10_000, ...count(20_000, 9000)]);
    expect(jsonLines(stdout).at(-1)).toMatchObject({
      frames: 14_002,
      files: [
        { file: a, frames: 5001 },
        { file: b, frames: 1 },
        { file: c, frames: 9000 },
      ],
    });
  });

  it('have totals of the frames played until the requested duration', async () => {
    const words = ['play', a, c, b, 'sim', ...CALM, '--json', '-d', '125ms'];
    const { stdout } = await run(words);
    expect(jsonLines(stdout).at(-1)).toMatchObject({
      files: [{ frames: 5001 }, { frames: 999 }, { frames: 0 }],
    });
  });

  it('may be pipes', async () => {
    const [fifo, heard] = [scratch('fifo'), dump()];
    execFileSync('mkfifo', [fifo]);
    const playing = start(
      ['play', '-t', 'raw', '-f', 'S16_LE', '-c', '1', '-r', '48k'].concat(
        '-',
        fifo,
        '-D',
        `sim:DUMP=${heard}`,
        ...CALM,
        '-q',
      ),
    );
    playing.child.stdin!.end(Buffer.from(Int16Array.from(count(7, 3000)).buffer));
    createWriteStream(fifo).end(Buffer.from(Int16Array.from(count(5000, 4000)).buffer));
    expect(await playing.ended).toMatchObject({ code: 0, stderr: '' });
    expectHeard(heard, [...count(7, 3000), ...count(5000, 4000)]);
  });

  it('are refused before the stream starts if a parameter differs', async () => {
    for (const [name, params, problem] of [
      ['stereo.wav', { channels: 2 }, /stereo\.wav has channels: 2, .*a\.wav has channels: 1;/],
      ['slow.wav', { rateHz: 44_100 }, /slow\.wav has rate: 44100 Hz, .* has rate: 48000 Hz;/],
      ['wide.wav', { format: 'S32_LE' }, /wide\.wav has format: S32_LE, .* has format: S16_LE;/],
    ] as const) {
      const [other, heard] = [countingFile(name, 1, 100, params), dump()];
      expect(await refusal(['play', a, other, `sim:DUMP=${heard}`], 5)).toMatch(problem);
      expect(() => readChannels(heard)).toThrow(/ENOENT/);
    }
  });

  it('are refused if one is missing or empty, or stdin is given twice', async () => {
    const empty = countingFile('empty.wav', 1, 0);
    expect(await refusal(['play', a, empty, 'sim'], 5)).toMatch(/empty\.wav contains no samples/);
    expect(await refusal(['play', a, scratch('none.wav'), 'sim'], 3)).toMatch(/none\.wav: ENOENT/);
    expect(await refusal(['play', '-', a, '-', 'sim'], 2)).toMatch(/stdin \(-\) is given twice/);
  });
});

describe.concurrent('--start and --loop', () => {
  const a = countingFile('first.wav', 1, 5001);
  const b = countingFile('second.wav', 10_000, 777);

  it('begin at the frame, and repeat all files without a gap', async () => {
    const heard = dump();
    const words = ['--start', '50ms', '--loop=3', '--json', ...CALM];
    const { code, stdout } = await run(['play', a, b, `sim:DUMP=${heard}`, ...words]);
    expect(code).toBe(0);
    const round = [...count(1, 5001), ...count(10_000, 777)];
    expectHeard(heard, [...round.slice(2400), ...round, ...round]);
    expect(jsonLines(stdout).at(-1)).toMatchObject({
      files: [{ frames: 3 * 5001 - 2400 }, { frames: 3 * 777 }],
    });
  });

  it('repeat until a signal without a number', async () => {
    const heard = dump();
    const playing = start(['play', b, `sim:DUMP=${heard}`, '--loop', '--json', ...CALM]);
    await playing.seen('"event":"progress"');
    playing.child.kill('SIGINT');
    const { code, stdout } = await playing.ended;
    expect(code).toBe(130);
    const events = jsonLines(stdout);
    const { frames, files } = events.at(-1) as { frames: number; files: object[] };
    expect(files).toEqual([{ file: b, frames }]);
    expectHeard(
      heard,
      Array.from({ length: frames }, (_, at) => 10_000 + (at % 777)),
    );
    expect(events.find(({ event }) => event === 'progress')).not.toHaveProperty('remainingFrames');
  });

  it('are refused for a pipe, and behind the end of the file', async () => {
    const raw = ['-t', 'raw', '-f', 'S16_LE', '-c', '1', '-r', '48k', 'sim'];
    expect(await refusal(['play', '-', ...raw, '--start', '1'], 2)).toMatch(/--start .* stdin is/);
    expect(await refusal(['play', a, '-', ...raw, '--loop'], 2)).toMatch(/--loop .* stdin is/);
    expect(await refusal(['play', a, 'sim', '--start', '104.2ms'], 2)).toMatch(/ends at 0\.104 s/);
    expect(await refusal(['play', a, 'sim', '--loop=0'], 2)).toMatch(/--loop: expected an integer/);
  });
});

describe.concurrent('the last word of play', () => {
  const a = countingFile('short.wav', 1, 100);

  it.each(['sim', 'sim:BUSY=0'])('is the device if it is a device name: %s', async (device) => {
    expect(await run(['play', a, a, device, ...CALM, '-q'])).toMatchObject({ code: 0 });
  });

  it('is a file if a file has that name', async () => {
    const path = scratch('sim');
    writeFileSync(path, 'no WAV file');
    const playing = start(['play', a, 'sim', '-D', 'sim'], {}, ['env', '-C', scratch('.')]);
    const { code, stderr } = await playing.ended;
    expect(code).toBe(5);
    expect(stderr).toContain('cannot read sim at byte');
  });

  it('is a file if it is a path', async () => {
    expect(await refusal(['play', a, './sim:1', '-D', 'sim'], 3)).toMatch(/\.\/sim:1: ENOENT/);
  });

  it('is the file if there is no other', async () => {
    expect(await refusal(['play', 'sim'], 3)).toMatch(/open for reading sim: ENOENT/);
  });
});
