import { describe, expect, it } from 'vitest';
import { comparePattern } from './pattern-file.js';
import { jsonLines, run, scratchDirectory } from './program.js';
import { readChannels } from './wav-channels.js';

const scratch = scratchDirectory();
/** Long enough for a busy machine: what is recorded is judged here, not how fast it was taken. */
const CALM = ['--buffer-size', '500ms', '--period-size', '20ms'];
const PATTERN = 'sim:SIGNAL=pattern';
/** File format by device format, one for each conversion; unit tests cover all formats. */
const STORED = {
  S16_LE: 'S16_LE',
  S24_LE: 'S24_3LE',
  S24_3LE: 'S24_3LE',
  S32_LE: 'S32_LE',
  FLOAT_LE: 'FLOAT_LE',
  S8: 'U8',
  U18_3BE: 'S18_3LE',
  S20_LE: 'S20_3LE',
  U32_BE: 'S32_LE',
  FLOAT64_BE: 'FLOAT64_LE',
};
const FORMATS = Object.keys(STORED) as (keyof typeof STORED)[];

describe.concurrent('record is bit for bit what the device delivered, exact to the frame', () => {
  const layouts: [what: string, keys: string, words: string[]][] = [
    ['interleaved', '', []],
    ['non-interleaved', ',ACCESS=noninterleaved', []],
    ['pages refused', ',STATUS=refused,CONTROL=refused', []],
    ['by SYNC_PTR', '', ['--sync-ptr']],
    ['a pointer in large steps', ',STEP=256', []],
  ];
  const cases = FORMATS.flatMap((format) => [
    [format, 3, ...layouts[1]!] as const,
    ...(format.endsWith('LE') ? [[format, 8, ...layouts[0]!] as const] : []),
  ]);
  const others = layouts.map((layout) => ['S16_LE' as const, 2, ...layout] as const);

  it.each([...cases, ...others])(
    '%s, %i channels, %s',
    async (format, channels, what, keys, words) => {
      const file = scratch(`${format} ${channels} ${what}.wav`);
      const options = ['-f', format, '-c', String(channels), '-d', '0.31', ...CALM, ...words];
      const { code, stderr } = await run(['record', file, PATTERN + keys, ...options, '-q']);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(comparePattern(file, format)).toEqual({
        format: STORED[format],
        channels,
        frames: 14_880,
        sealed: true,
        wrongFrame: -1,
      });
    },
  );

  it('across many wraps of the pointers', async () => {
    const file = scratch('wrap.wav');
    const words = ['-d', '1', '--buffer-size', '4096', '--period-size', '256'];
    const { code } = await run(['record', file, `${PATTERN},BOUNDARY=2`, ...words, '-q']);
    expect(code).toBe(0);
    expect(comparePattern(file, 'S16_LE')).toMatchObject({ frames: 48_000, wrongFrame: -1 });
  });

  it.each([
    ['44100', '0.25', 11_025],
    ['192000', '0.1', 19_200],
    ['8000', '0.00101', 8],
  ])('at %s Hz for %s s', async (rate, seconds, frames) => {
    const file = scratch(`${rate}.wav`);
    const words = ['-r', rate, '-d', seconds, ...CALM, '-q'];
    expect(await run(['record', file, PATTERN, ...words])).toMatchObject({ code: 0, stderr: '' });
    expect(comparePattern(file, 'S16_LE')).toMatchObject({ frames, wrongFrame: -1 });
  });
});

describe.concurrent('record', () => {
  it('prints progress on stderr and only the totals on stdout', async () => {
    const file = scratch('totals.wav');
    const { code, stdout, stderr } = await run(['record', file, 'sim', '-d', '0.3', ...CALM]);
    expect(code).toBe(0);
    expect(stdout).toBe(
      `  recorded  14400 frames, 0.300 s  into ${file}\n  xruns     0\n` +
        '  peak      -12.0 -12.0 dBFS\n  rms       -15.0 -15.0 dBFS\n' +
        '  dc        0.00000 0.00000        of full scale\n',
    );
    expect(stderr).toMatch(/^sim {2}into .*\n {2}S16_LE, 2 channels, 48000 Hz, period 960, .*\n$/);
  });

  it('reports samples at the end of the range', async () => {
    const file = scratch('clips.wav');
    const words = ['record', file, PATTERN, '-d', '1', '-c', '1', ...CALM, '--json'];
    const totals = jsonLines((await run(words)).stdout).at(-1)!;
    const atTheEnds = readChannels(file).raw[0]!.filter((raw) => raw === -32_768 || raw === 32_767);
    expect(atTheEnds.length).toBeGreaterThan(0);
    expect(totals['clippedSamples']).toEqual([atTheEnds.length]);
  });

  it('has no level for silence', async () => {
    const words = ['sim:SIGNAL=silence', '-d', '0.1', ...CALM];
    const { stdout } = await run(['record', scratch('silent.wav'), ...words]);
    expect(stdout).toMatch(/\n {2}peak +-inf -inf dBFS\n/);
    const json = await run(['record', scratch('silent2.wav'), ...words, '--json']);
    expect(jsonLines(json.stdout).at(-1)).toMatchObject({
      peakDbfs: [null, null],
      rmsDbfs: [null, null],
      dc: [0, 0],
    });
  });

  it('-q --json: the totals have the levels', async () => {
    const words = ['record', scratch('quiet.wav'), 'sim', '-d', '0.1', ...CALM, '--json', '-q'];
    const { stdout } = await run(words);
    expect(jsonLines(stdout).at(-1)).toMatchObject({ event: 'totals', peakDbfs: [-12, -12] });
  });

  it('--json: opened, a progress a second with levels, totals', async () => {
    const file = scratch('json.wav');
    const words = ['record', file, 'sim', '-d', '1.6', ...CALM, '--json'];
    const { code, stdout, stderr } = await run(words);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const events = jsonLines(stdout);
    // On a busy machine the stream may begin so late that there is a second one.
    const again = events.length > 3 ? ['progress'] : [];
    expect(events.map(({ event }) => event)).toEqual(['opened', 'progress', ...again, 'totals']);
    expect(events[1]).toMatchObject({
      state: 'RUNNING',
      peakDbfs: [-12, -12],
      clippedSamples: [0, 0],
    });
    expect(events.at(-1)).toMatchObject({
      command: 'record',
      frames: 76_800,
      xruns: 0,
      fifoLostFrames: 0,
      file,
      peakDbfs: [-12, -12],
      clippedSamples: [0, 0],
    });
  });
});
