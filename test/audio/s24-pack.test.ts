import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sampleCodec } from '../../src/audio/codec.js';
import { packS24 } from '../../src/audio/s24-pack.js';
import { findFormat } from '../../src/device/format.js';

const packed = sampleCodec(findFormat('S24_3LE')!);
const padded = sampleCodec(findFormat('S24_LE')!);

it('packs words to what the S24_3LE codec reads, whatever their fourth byte holds', () => {
  fc.assert(
    fc.property(fc.array(fc.integer(), { minLength: 3, maxLength: 40 }), (words) => {
      const source = Int32Array.from(words);
      const target = new Uint8Array(3 * words.length);
      packS24(source, 0, words.length, target);
      const samples = words.map((_, index) => packed.get(target, 3 * index));
      expect(samples).toEqual(words.map((_, index) => padded.get(source, index)));
    }),
  );
});

it('packs from the first sample asked for, and no more than asked for', () => {
  const target = new Uint8Array(9).fill(0xee);
  packS24(Int32Array.of(1, 0x030201, -1, 7), 1, 2, target);
  expect([...target]).toEqual([1, 2, 3, 0xff, 0xff, 0xff, 0xee, 0xee, 0xee]);
});

it('packs in place', () => {
  const words = Int32Array.of(0x030201, 0x060504, 0x090807);
  const bytes = new Uint8Array(words.buffer);
  packS24(words, 0, 3, bytes);
  expect([...bytes.subarray(0, 9)]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
});
