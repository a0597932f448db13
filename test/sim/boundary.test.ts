import { expect, it } from 'vitest';
import { boundaryFrames } from '../../src/sim/stream-params.js';

it.each([
  [8192, 0x4000000000000000n],
  [1920, 8646911284551352320n],
])("a ring of %d frames has the kernel's boundary", (bufferSize, boundary) => {
  expect(boundaryFrames(bufferSize, 0)).toBe(boundary);
});

it('wraps after the requested number of rings', () => {
  expect(boundaryFrames(1920, 4)).toBe(7680n);
});

it('leaves room for one more buffer below the largest signed word', () => {
  for (let size = 1; size < 3000; size += 7) {
    const boundary = boundaryFrames(size, 0);
    expect(boundary + BigInt(size)).toBeLessThanOrEqual(2n ** 63n - 1n);
    expect(2n * boundary).toBeGreaterThan(2n ** 63n - 1n - BigInt(size));
  }
});
