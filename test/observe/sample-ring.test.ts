import { expect, it } from 'vitest';
import { SampleRing } from '../../src/observe/sample-ring.js';

const sample = (hwPtr: number) => ({
  ...{ sinceNs: 1e15 + hwPtr, ns: 1e15 + hwPtr + 1 },
  ...{ state: 3, hwPtr, applPtr: hwPtr + 2 ** 52 },
});

it('returns what another view of its memory has written, in order', () => {
  const memory = SampleRing.memory();
  const reader = new SampleRing(memory);
  expect(reader.read()).toEqual([]);
  const writer = new SampleRing(memory);
  for (const hwPtr of [1, 2, 3]) writer.add(sample(hwPtr));
  expect(reader.read()).toEqual([1, 2, 3].map(sample));
});

it('keeps the latest samples, without the one that the writer may be overwriting', () => {
  const ring = new SampleRing(SampleRing.memory());
  for (let hwPtr = 0; hwPtr < 10_000; hwPtr++) ring.add(sample(hwPtr));
  const read = ring.read();
  expect(read).toHaveLength(4095);
  expect(read).toEqual(Array.from({ length: 4095 }, (_, index) => sample(10_000 - 4095 + index)));
});
