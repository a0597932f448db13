import { stripVTControlCharacters } from 'node:util';
import { Chalk } from 'chalk';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleCodec } from '../../../src/audio/sample-codec.js';
import { RecordLevels } from '../../../src/cli/stream/record-levels.js';
import { findFormat } from '../../../src/device/format.js';

const s16 = sampleCodec(findFormat('S16_LE')!);
const colours = new Chalk({ level: 1 });

/** Levels of one frame a call: half of full scale on every channel. */
function halved(channels: number): RecordLevels {
  const levels = new RecordLevels(channels);
  levels.add(new Int16Array(channels).fill(-16384), s16, 0, 1);
  return levels;
}

describe('the levels of a recording', () => {
  it('take no more columns than there are, for any number of channels', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1024 }),
        fc.integer({ min: 6, max: 200 }),
        (n, width) => {
          const drawn = stripVTControlCharacters(halved(n).progressDetail().render(width, colours));
          expect(drawn.length).toBeLessThanOrEqual(width);
          expect(drawn).toContain('-6.0');
        },
      ),
    );
  });

  it('are figures of every channel, and a line of the first eight', () => {
    const { fields, text } = halved(1024).progressDetail();
    expect(fields).toEqual({
      peakDbfs: Array(1024).fill(-6.02),
      rmsDbfs: Array(1024).fill(-6.02),
      dc: Array(1024).fill(-0.5),
      clippedSamples: Array(1024).fill(0),
    });
    expect(text).toBe(`peak ${'-6.0 '.repeat(8)}...  rms ${'-6.0 '.repeat(8)}... dBFS`);
  });

  it('in all are those of every frame, shown before or not', () => {
    const levels = new RecordLevels(1);
    levels.add(Int16Array.of(32767), s16, 0, 1);
    levels.progressDetail();
    levels.add(Int16Array.of(-16384), s16, 0, 1);
    expect(levels.progressDetail().fields).toMatchObject({
      peakDbfs: [-6.02],
      clippedSamples: [0],
    });
    levels.add(Int16Array.of(0), s16, 0, 1);
    expect(levels.summary()).toMatchObject({
      fields: { peakDbfs: [-0], clippedSamples: [1], dc: [expect.closeTo(0.166656, 6)] },
      rows: [
        ['peak', '-0.0 dBFS'],
        ['rms', '-3.8 dBFS'],
        ['dc', '0.16666', 'of full scale'],
        ['clipped', '1 samples', 'at either end of the range'],
      ],
    });
    expect(levels.summary()).toEqual(levels.summary());
  });
});
