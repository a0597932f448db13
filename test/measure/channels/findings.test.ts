import { describe, expect, it } from 'vitest';
import { findFaults, placeChannels } from '../../../src/measure/channels/findings.js';
import type { CapturedChannel } from '../../../src/measure/channels/identify.js';

const LOUD = { alsoCarries: [], gain: 1, confidence: 20, peakDbfs: -12 };

/** Captured channels by the playback channel that each carries, all at one frame. */
const carrying = (...sources: (number | undefined)[]): CapturedChannel[] =>
  sources.map((carries) => ({ ...LOUD, carries, position: 1000 }));

const faults = (channels: readonly CapturedChannel[], played = channels.length) =>
  findFaults(placeChannels(channels), played);

describe('the faults of captured channels', () => {
  it.each([
    [[0, 1, 2, 3], []],
    [
      [1, 0, 3, 2],
      [
        ['swapped', 0, 1],
        ['swapped', 2, 3],
      ],
    ],
    [[0, 2, 3, 1], [['misplaced', 1, 2, 3]]],
    [[1, 2, 3, 0], [['misplaced', 0, 1, 2, 3]]],
    [
      [0, 0, 2, 2],
      [
        ['duplicated', 0, 1],
        ['duplicated', 2, 3],
      ],
    ],
    [[3, 3, 3, 3], [['duplicated', 0, 1, 2, 3]]],
    [[0, undefined, 2, 3], [['unknown', 1]]],
    [[], []],
  ] as const)('sources %j', (sources, expected) => {
    const found = faults(carrying(...sources)).map(({ fault, channels }) => [fault, ...channels]);
    expect(found).toEqual(expected);
  });

  it('reports a mixture of two signals', () => {
    const [left, right] = carrying(0, 1) as [CapturedChannel, CapturedChannel];
    expect(faults([{ ...left, alsoCarries: [1] }, right])).toEqual([
      { fault: 'mixed', channels: [0] },
    ]);
  });

  it.each([0.4, -0.4])('tolerates an offset of %f frames', (offset) => {
    const [left, right] = carrying(0, 1) as [CapturedChannel, CapturedChannel];
    expect(faults([left, { ...right, position: 1000 + offset }])).toEqual([]);
  });

  it('compares the polarity with that of most channels', () => {
    const channels = carrying(0, 1, 2).map((channel, at) => ({
      ...channel,
      gain: at === 1 ? 1 : -1,
    }));
    expect(faults(channels)).toEqual([{ fault: 'inverted', channels: [1] }]);
  });

  it('ignores channels for which nothing was played', () => {
    expect(faults(carrying(0, 1, undefined), 2)).toEqual([]);
  });
});
