/** Round trips over snd-aloop are bit-exact, in every format and access of both sides. */

import { describe, expect, it } from 'vitest';
import { AlsaMmapError } from '../../src/device/errors.js';
import { FORMAT_NAMES, type FormatName } from '../../src/device/format.js';
import { openDevice } from '../../src/device/open.js';
import { briefly } from '../brief.js';
import { PLAYER, RECORDER, roundTrip, type Trip } from './loopback-trip.js';

const USUAL: Trip = { format: 'S16_LE', rateHz: 48_000, channels: 2 };
const RATES = [
  8000, 11_025, 16_000, 22_050, 32_000, 44_100, 48_000, 88_200, 96_000, 176_400, 192_000,
];
const CHANNELS = [1, 2, 6, 32];

/** The formats that both sides take, as they say themselves. */
const FORMATS = await taken();
const WIDE = FORMATS.filter((name) => ['S16_LE', 'S32_LE', 'S24_3LE', 'FLOAT_LE'].includes(name));

describe('a round trip over snd-aloop is bit-exact', () => {
  it('in at least the formats that snd-aloop is known to support', () => {
    expect(FORMATS).toEqual(
      expect.arrayContaining(['S16_LE', 'S16_BE', 'S32_LE', 'S32_BE', 'FLOAT_LE', 'FLOAT_BE']),
    );
  });

  it.each(FORMATS)('in %s', async (format) => {
    await expectExact({ ...USUAL, format });
  });

  it.each(RATES)('at %i Hz', async (rateHz) => {
    await expectExact({ ...USUAL, rateHz });
  });

  it.each(
    CHANNELS.flatMap((channels) => briefly(WIDE).map((format) => [channels, format] as const)),
  )('with %i channels of %s', async (channels, format) => {
    await expectExact({ ...USUAL, channels, format });
  });
});

async function expectExact(trip: Trip): Promise<void> {
  const { played, recorded } = await roundTrip(trip);
  expect(recorded.length).toBe(played.length);
  expect(Buffer.compare(recorded, played), 'the bytes recorded are the bytes played').toBe(0);
}

async function taken(): Promise<FormatName[]> {
  const formats: FormatName[] = [];
  for (const format of FORMAT_NAMES) {
    const both = await Promise.all([
      takes(PLAYER, 'playback', format),
      takes(RECORDER, 'capture', format),
    ]);
    if (both.every(Boolean)) formats.push(format);
  }
  return formats;
}

async function takes(name: string, direction: 'playback' | 'capture', format: FormatName) {
  try {
    (await openDevice(name, { direction, format, channels: 2, rateHz: 48_000 })).close();
    return true;
  } catch (error) {
    if (error instanceof AlsaMmapError && error.code === 'UNSUPPORTED') return false;
    throw error;
  }
}
