import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';
import { type DirectionInfo, describeDirection } from '../../src/cli/info/describe.js';
import { FLAG_MEANINGS, infoText } from '../../src/cli/info/text.js';
import { infoDocument } from '../../src/cli/info.js';
import { InfoFlag } from '../../src/device/abi.js';
import { readCardFile, readOpenStreams } from '../../src/observe/sound-tree.js';
import { parseUsbStream } from '../../src/observe/usb-stream.js';
import { procTree, writeProcTree } from '../observe/proc-tree.js';
import { compileSchema } from './json-schema.js';
import { jsonLines, run } from './program.js';

const PLAIN = new Chalk({ level: 0 });
const DEFAULTS = {};

const describeSim = (name: string, direction: 'playback' | 'capture' = 'playback') =>
  describeDirection(name, direction, DEFAULTS);

describe('info of the simulated card', () => {
  it('has every accepted value, before a parameter is chosen', async () => {
    const { survey } = await describeSim('sim:CHANNELS=2:6,RATES=44100:96000,FORMATS=S16_LE:S8');
    expect(survey).toMatchObject({
      access: ['MMAP_INTERLEAVED', 'MMAP_NONINTERLEAVED'],
      formats: ['S16_LE', 'S8'],
      channels: [2, 3, 4, 5, 6],
      channelRange: { min: 2, max: 6 },
      ratesHz: [44_100, 48_000, 64_000, 88_200, 96_000],
      periodSize: { min: 16, max: 131_072 },
      canDisableWakeup: true,
    });
  });

  it('has the pages with their refusals, and the location of each channel', async () => {
    const { layout } = await describeSim('sim:CONTROL=refused');
    expect(layout).toMatchObject({
      status: { path: 'mmap', refusal: null },
      control: { path: 'SYNC_PTR', refusal: { errno: 'ENXIO' } },
      channels: [
        { offsetBytes: 0, firstBits: 0, stepBits: 32 },
        { offsetBytes: 0, firstBits: 16, stepBits: 32 },
      ],
    });
  });

  it('says why a ring without mmap access has no layout', async () => {
    const { survey, layout, missing } = await describeSim('sim:ACCESS=rw');
    expect(survey?.access).toEqual(['RW_INTERLEAVED']);
    expect(layout).toBeUndefined();
    expect(missing).toContain('cannot map the ring');
  });

  it.each([
    [
      ['info', 'sim'],
      ['playback', 'capture'],
    ],
    [['info', 'sim', '--capture'], ['capture']],
    [['info', 'sim:DIRECTION=playback'], ['playback']],
  ])('%j shows the directions %j', async (words, expected) => {
    const [document] = jsonLines((await run([...words, '--json'])).stdout);
    const { directions } = document as { directions: { direction: string }[] };
    expect(directions.map(({ direction }) => direction)).toEqual(expected);
  });

  it.each([
    ['sim:DIRECTION=playback', ['--capture'], 3],
    ['sim:BUSY=1', [], 4],
    ['sim:?=1', [], 2],
  ])('%s %j exits with %i', async (device, words, exit) => {
    expect((await run(['info', device, ...words])).code).toBe(exit);
  });

  it('is shown with parameters as requested', async () => {
    const { code, stdout } = await run(['info', 'sim', '-f', 'S24_3LE', '-c', '3', '--playback']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/\n {2}channel 2 +offset 0 bytes, first 48 bits, step 72 bits\n/);
    expect(stdout).toMatch(/\n {2}PAUSE +\S/);
    expect(stdout.split('\n').filter((line) => line.length > 300)).toEqual([]);
  });
});

describe('info of a busy USB card', () => {
  const root = writeProcTree(procTree('print-code'));
  const [holder] = readOpenStreams({ card: 1, device: 0 }, root);
  const [usb] = parseUsbStream(readCardFile(1, 'stream0', root));
  const busy: DirectionInfo = {
    direction: 'playback',
    identity: undefined,
    survey: undefined,
    infoFlags: undefined,
    params: undefined,
    layout: undefined,
    hardware: undefined,
    holder,
    missing: 'held by another program',
    usb,
  };

  it('is a document with the stream of the holder', () => {
    const document = infoDocument('hw:DAC', [busy]);
    const validate = compileSchema('info');
    validate(document);
    expect(validate.errors ?? []).toEqual([]);
    expect(document).toMatchObject({
      directions: [
        {
          capabilities: null,
          holder: { name: 'hw:1,0,0', owner: null, params: { format: 'DSD_U32_BE' } },
          usb: { momentaryHz: 88_201 },
        },
      ],
    });
  });

  it('is shown with the rates of each alternate setting', () => {
    const text = infoText('hw:DAC', [busy], PLAIN);
    expect(text).toMatch(/hw:1,0,0 +RUNNING/);
    expect(text).toMatch(/interface 1\.2 +.*44100 to 96000 Hz/);
  });
});

it('every INFO flag has a meaning', () => {
  expect(Object.keys(FLAG_MEANINGS)).toEqual(Object.keys(InfoFlag));
});
