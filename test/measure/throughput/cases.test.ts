import { describe, expect, it } from 'vitest';
import { SampleData } from '../../../src/core/sample-data.js';
import { memoryOf } from '../../../src/device/device-memory.js';
import { blockCases, blockSizes, ordinaryMemory } from '../../../src/measure/throughput/cases.js';
import { ManualTime } from '../../../src/sim/time.js';
import { openIn, sizes } from '../../core/on-the-sim.js';

const RING = { ...sizes(64, 256), format: 'S16_LE', channels: 2 } as const;

function open(direction: 'playback' | 'capture', name = 'sim') {
  return openIn(new ManualTime(), name, { direction, ...RING });
}

const namesOf = ({ cases }: ReturnType<typeof blockCases>) =>
  cases.map(({ move, way, blockFrames }) => `${move} ${way} ${blockFrames}`);

describe('block cases', () => {
  it('grow from 16 frames by a factor of four up to the ring', () => {
    expect(blockSizes(4096)).toEqual([16, 64, 256, 1024, 4096]);
    expect(blockSizes(3000)).toEqual([16, 64, 256, 1024, 3000]);
    expect(blockSizes(10)).toEqual([10]);
  });

  it('write and read a playback ring, by both methods', () => {
    const names = namesOf(blockCases(open('playback')));
    expect(names).toEqual(
      ['copy', 'set'].flatMap((way) =>
        ['write', 'read'].flatMap((move) => [16, 64, 256].map((size) => `${move} ${way} ${size}`)),
      ),
    );
  });

  it('only read a capture ring', () => {
    expect(namesOf(blockCases(open('capture'))).every((text) => text.startsWith('read'))).toBe(
      true,
    );
  });

  it('use only the word-by-word copy if the channels are not contiguous', () => {
    const names = namesOf(blockCases(open('playback', 'sim:LAYOUT=per-channel')));
    expect(names).toEqual(
      ['write', 'read'].flatMap((move) => [16, 64, 256].map((size) => `${move} copy ${size}`)),
    );
  });

  it.each(['copy', 'set'] as const)('reach every frame of the ring: %s', (way) => {
    const device = open('playback');
    const mapping = memoryOf(device).mapSamples(0, 1024);
    if (mapping.kind !== 'mapped') throw new Error('the ring is not mapped');
    const ring = new Uint8Array(mapping.buffer, 0, 1024).fill(0);
    const { cases } = blockCases(device);
    const one = cases.find((each) => each.way === way && each.move === 'write')!;
    expect(one.run(15)).toBeGreaterThanOrEqual(0);
    expect(ring.filter((byte) => byte === 1)).toHaveLength(15 * 16 * 4);
    one.run(1);
    expect(ring.every((byte) => byte === 1)).toBe(true);
  });
});

describe('ordinary memory for comparison', () => {
  it.each(['sim', 'sim:ACCESS=noninterleaved', 'sim:LAYOUT=per-channel'])(
    'has the layout of %s',
    (name) => {
      const device = open('playback', name);
      const own = new SampleData(ordinaryMemory(device));
      const ring = new SampleData(device);
      expect(own.contiguous).toBe(ring.contiguous);
      own.set(255, 1, 1234);
      expect(own.get(255, 1)).toBe(1234);
      expect(ring.get(255, 1)).toBe(0);
    },
  );

  it('is separate from the ring, and every page of it has been written', () => {
    const device = open('playback');
    const mapping = memoryOf(ordinaryMemory(device)).mapSamples(0, 1024);
    if (mapping.kind !== 'mapped') throw new Error('it is not mapped');
    expect(new Uint8Array(mapping.buffer).every((byte) => byte === 1)).toBe(true);
  });
});
