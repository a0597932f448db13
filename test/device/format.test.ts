import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  FORMAT_NAMES,
  type FormatName,
  findFormat,
  formatByKernelNumber,
  nearestFormat,
  SAMPLE_FORMATS,
} from '../../src/device/format.js';
import { byteModel } from '../audio/byte-model.js';

const HEADER = '/usr/include/sound/asound.h';

describe('the table of formats', () => {
  it('contains the linear formats of the kernel header, with its numbers', () => {
    const linear = /(?:[SU]\d+(?:_3)?|FLOAT(?:64)?)(?:_?[LB]E)?/.source;
    const number = /\(\(snd_pcm_format_t\) (\d+)\)/.source;
    const defined = readFileSync(HEADER, 'utf8').matchAll(
      new RegExp(`#define\\s+SNDRV_PCM_FORMAT_(${linear})\\s+${number}`, 'g'),
    );
    const kernel = Object.fromEntries(
      [...defined].map(([, name, number]) => [name, Number(number)]),
    );
    const ours = SAMPLE_FORMATS.map(({ name, kernelNumber }) => [name, kernelNumber]);
    expect(Object.fromEntries(ours)).toEqual(kernel);
    expect(ours.length).toBe(34);
  });

  it.each(SAMPLE_FORMATS)(
    'has the properties of the name $name',
    ({ name, width, bytes, kind, byteOrder }) => {
      const model = byteModel(name);
      expect({ width, bytes, kind }).toEqual({
        width: model.width,
        bytes: model.bytes,
        kind: model.kind,
      });
      expect(byteOrder === 'big').toBe(model.big);
    },
  );

  it('starts with the common formats', () => {
    const usual = ['S16_LE', 'S32_LE', 'S24_LE', 'S24_3LE', 'FLOAT_LE'];
    expect(FORMAT_NAMES.slice(0, 5)).toEqual(usual);
  });

  it('finds a format by name, case-insensitive, and by number', () => {
    expect(findFormat('u20_3be')?.kernelNumber).toBe(39);
    expect(findFormat('S20')).toBeUndefined();
    expect(formatByKernelNumber(17)?.name).toBe('FLOAT64_BE');
    expect(formatByKernelNumber(20)).toBeUndefined();
  });
});

describe('the nearest format', () => {
  const nearest = (wanted: FormatName, ...offered: FormatName[]) =>
    nearestFormat(
      findFormat(wanted)!,
      offered.map((name) => findFormat(name)!),
    )?.name;

  it.each([
    ['S16_LE', ['S32_LE', 'S24_3LE', 'FLOAT_LE'], 'S24_3LE'],
    ['S24_LE', ['S16_LE', 'FLOAT_LE'], 'FLOAT_LE'],
    ['S32_LE', ['S16_LE', 'FLOAT_LE', 'FLOAT64_BE'], 'FLOAT64_BE'],
    ['S32_LE', ['S16_LE', 'S24_BE', 'U8'], 'S24_BE'],
    ['FLOAT_LE', ['S16_LE', 'S32_LE', 'FLOAT64_LE'], 'FLOAT64_LE'],
    ['FLOAT_LE', ['S16_LE', 'S32_LE'], 'S32_LE'],
    ['U8', ['S16_LE', 'S8'], 'S8'],
  ] as const)('to %s of %j is %s', (wanted, offered, name) => {
    expect(nearest(wanted, ...offered)).toBe(name);
  });

  it('is undefined for an empty list', () => {
    expect(nearest('S16_LE')).toBeUndefined();
  });
});
