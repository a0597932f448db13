import { describe, expect, it } from 'vitest';
import { jsonLines, run, scratchDirectory } from './program.js';
import { refusal } from './refusal.js';
import { readChannels } from './wav-channels.js';

const scratch = scratchDirectory();
const CALM = ['--buffer-size', '500ms', '--period-size', '20ms'];
const FRAMES = 4800;

let fileCount = 0;

async function patternFile(format: string, channels = 2): Promise<string> {
  const file = scratch(`pattern ${++fileCount}.wav`);
  const words = ['-f', format, '-c', `${channels}`, '-d', '0.1', ...CALM, '-q'];
  expect(await run(['record', file, 'sim:SIGNAL=pattern', ...words])).toMatchObject({ code: 0 });
  return file;
}

/** Plays a file; returns the event `opened`, and on unit scale what was played. */
async function play(file: string, keys: string, ...words: string[]) {
  const heard = scratch(`heard ${++fileCount}.wav`);
  const all = ['play', file, `sim:DUMP=${heard},${keys}`, ...CALM, '--fail-on', 'xrun', ...words];
  const { code, stdout, stderr } = await run([...all, '--json']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const unit = readChannels(heard).unit.map((samples) => samples.subarray(0, FRAMES));
  return { opened: jsonLines(stdout)[0]!, unit };
}

describe.concurrent('integers are widened if the device has only formats of more bits', () => {
  it.each([
    ['U8', 8, 'S16_LE', 16],
    ['S16_LE', 16, 'S24_3LE', 24],
    ['S16_LE', 16, 'S24_LE', 24],
    ['S16_LE', 16, 'S32_LE', 32],
    ['S16_LE', 16, 'U32_BE', 32],
    ['S24_3LE', 24, 'S32_LE', 32],
    ['S20_3LE', 20, 'S32_LE', 32],
  ] as const)('%s, %i bits: %s', async (format, fromBits, ring, toBits) => {
    const file = await patternFile(format);
    const { opened, unit } = await play(file, `FORMATS=FLOAT_LE:${ring}`);
    expect(unit).toEqual(readChannels(file).unit);
    expect(opened).toMatchObject({
      params: { format: ring },
      conversion: { fromBits, toBits, fromChannels: 2, toChannels: 2 },
    });
  });

  it('but not if it has one of the same width', async () => {
    const file = await patternFile('S16_LE');
    const { opened, unit } = await play(file, 'FORMATS=S32_LE:U16_BE');
    expect(unit).toEqual(readChannels(file).unit);
    expect(opened).toMatchObject({ params: { format: 'U16_BE' }, conversion: null });
  });

  it('and if --format asks for it; the header line says so', async () => {
    const file = await patternFile('S16_LE');
    const { code, stderr } = await run(['play', file, 'sim', '-f', 'S32_LE', ...CALM]);
    expect(code).toBe(0);
    expect(stderr).toContain(`from ${file}, 16 bits widened to 32\n`);
  });

  it('never narrowed, and a float is never changed', async () => {
    const wide = await patternFile('S32_LE');
    expect(await refusal(['play', wide, 'sim:FORMATS=S24_LE:FLOAT64_LE'], 5)).toMatch(/S32_LE or /);
    const float = await patternFile('FLOAT_LE');
    expect(await refusal(['play', float, 'sim:FORMATS=FLOAT64_LE:S32_LE'], 5)).toMatch(/FLOAT_LE/);
  });
});

describe.concurrent('--mono-to-all', () => {
  it.each(['CHANNELS=3:8', 'CHANNELS=3:8,ACCESS=noninterleaved,FORMATS=S32_LE'])(
    'copies one channel to the fewest channels of the device: %s',
    async (keys) => {
      const file = await patternFile('S16_LE', 1);
      const { opened, unit } = await play(file, keys, '--mono-to-all');
      const [mono] = readChannels(file).unit;
      expect(unit).toEqual([mono, mono, mono]);
      expect(opened).toMatchObject({ conversion: { fromChannels: 1, toChannels: 3 } });
    },
  );

  it('changes nothing if the device has mono, or the file has several channels', async () => {
    const mono = await play(await patternFile('S16_LE', 1), 'CHANNELS=1:8', '--mono-to-all');
    expect(mono.opened).toMatchObject({ params: { channels: 1 }, conversion: null });
    const stereo = await play(await patternFile('S16_LE', 2), 'CHANNELS=1:8', '--mono-to-all');
    expect(stereo.opened).toMatchObject({ params: { channels: 2 }, conversion: null });
  });

  it('is needed: without it the device refuses', async () => {
    const file = await patternFile('S16_LE', 1);
    expect(await refusal(['play', file, 'sim:CHANNELS=2:8'], 5)).toMatch(/channels 1 is not/);
  });
});
