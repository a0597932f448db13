/** Compares the core with BigInt arithmetic over pages with arbitrary 64-bit words. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MmapCapture } from '../../src/core/mmap-capture.js';
import type { MmapIO } from '../../src/core/mmap-io.js';
import { MmapPlayback } from '../../src/core/mmap-playback.js';
import { Snapshot } from '../../src/core/snapshot.js';
import type { Direction } from '../../src/device/params.js';
import { codeOf } from './on-the-sim.js';
import { PaperDevice } from './paper-device.js';

const TOP = 2n ** 64n - 1n;
/** Largest integer that a number represents together with every smaller one. */
const EXACT = 2n ** 53n;
const RUNS = { numRuns: 3000 };

/** Any word, often near 0, the boundary, 2^32, 2^53 or 2^63. */
function wordsBelow(max: bigint, bufferSize: number) {
  const marks = [0n, 2n ** 31n, 2n ** 32n, EXACT, 2n ** 63n, TOP, max];
  const near = fc.tuple(
    fc.constantFrom(...marks),
    fc.bigInt({ min: -3n * BigInt(bufferSize), max: 3n * BigInt(bufferSize) }),
  );
  return fc.oneof(
    fc.bigInt({ min: 0n, max: TOP }),
    fc.bigInt({ min: 0n, max: max - 1n < TOP ? max - 1n : TOP }),
    near.map(([mark, by]) => BigInt.asUintN(64, mark + by)),
  );
}

/** Rings with boundaries from 2^32 to 2^64, and the words of their pages. */
const cases = fc
  .record({
    bufferSize: fc.integer({ min: 1, max: 2 ** 16 }),
    bits: fc.integer({ min: 32, max: 64 }),
  })
  .chain(({ bufferSize, bits }) => {
    let boundary = BigInt(bufferSize);
    while (boundary * 2n <= 2n ** BigInt(bits)) boundary *= 2n;
    const word = wordsBelow(boundary, bufferSize);
    return fc.record({
      bufferSize: fc.constant(bufferSize),
      boundary: fc.constant(boundary),
      // The kernel writes hw_ptr, so it is below the boundary.
      hwPtr: word.map((any) => any % boundary),
      applPtr: word,
      // A valid appl_ptr, or any word.
      ahead: fc.option(fc.integer({ min: -bufferSize, max: bufferSize })),
      frames: fc.integer({ min: 0, max: bufferSize }),
      pages: fc.record({ status: fc.boolean(), control: fc.boolean() }),
    });
  })
  .map(({ ahead, ...rest }) => {
    const { hwPtr, boundary } = rest;
    const applPtr = ahead === null ? rest.applPtr : (hwPtr + BigInt(ahead) + boundary) % boundary;
    return { ...rest, applPtr };
  });

type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;

function streamOn({ bufferSize, boundary, pages, hwPtr, applPtr }: Case, direction: Direction) {
  const device = new PaperDevice({ direction, bufferSize, boundary: Number(boundary) }, pages);
  device.hwPtr = hwPtr;
  device.applPtr = applPtr;
  const io: MmapIO = direction === 'playback' ? new MmapPlayback(device) : new MmapCapture(device);
  return { device, io };
}

/** Avail as in include/sound/pcm.h; undefined if a pointer or the result is not exact. */
function modelAvail({ hwPtr, applPtr, bufferSize, boundary }: Case, direction: Direction) {
  if (hwPtr > EXACT || applPtr > EXACT) return undefined;
  let avail = hwPtr - applPtr + (direction === 'playback' ? BigInt(bufferSize) : 0n);
  if (avail < 0n) avail += boundary > EXACT ? -EXACT : boundary;
  else if (direction === 'playback' && avail >= boundary) avail -= boundary;
  return avail > EXACT || avail < 0n ? undefined : avail;
}

function answerOf(call: () => number): bigint | undefined {
  let answer = 0;
  const code = codeOf(() => {
    answer = call();
  });
  if (code !== undefined) expect(code).toBe('RANGE');
  return code === undefined ? BigInt(answer) : undefined;
}

describe.each(['playback', 'capture'] as const)(
  'whatever stands in the pages of a %s',
  (direction) => {
    it('avail equals that of the kernel or is an error', () => {
      fc.assert(
        fc.property(cases, (given) => {
          const { io } = streamOn(given, direction);
          const avail = modelAvail(given, direction);
          expect(answerOf(() => io.avail())).toBe(avail);
          expect(answerOf(() => io.snapshot(new Snapshot()).avail)).toBe(avail);
        }),
        RUNS,
      );
    });

    it('the regions start at the offset of appl_ptr and lie inside the ring', () => {
      fc.assert(
        fc.property(cases, (given) => {
          const { io } = streamOn(given, direction);
          const avail = modelAvail(given, direction);
          const seen = answerOf(() => io.dataPtr()[0].offset);
          if (avail === undefined) {
            expect(seen).toBeUndefined();
            return;
          }
          const [first, second] = io.dataPtr();
          const { bufferSize } = given;
          expect(first.offset).toBe(Number(given.applPtr % BigInt(bufferSize)));
          expect(second.offset).toBe(0);
          expect(first.frames).toBeGreaterThanOrEqual(0);
          expect(first.offset + first.frames).toBeLessThanOrEqual(bufferSize);
          const max = avail < BigInt(bufferSize) ? Number(avail) : bufferSize;
          expect(first.frames + second.frames).toBe(max);
          expect(second.frames === 0 || first.offset + first.frames === bufferSize).toBe(true);
        }),
        RUNS,
      );
    });

    it('a commit advances appl_ptr below the boundary or leaves it unchanged', () => {
      fc.assert(
        fc.property(cases, (given) => {
          const { device, io } = streamOn(given, direction);
          const { applPtr, boundary, frames } = given;
          const avail = modelAvail(given, direction);
          const code = codeOf(() => io.commit(frames));
          const moved = (applPtr + BigInt(frames)) % boundary;
          const isAllowed = avail !== undefined && BigInt(frames) <= avail;
          const isExact = moved <= EXACT && applPtr < boundary;
          if (code === undefined) {
            expect(isAllowed).toBe(true);
            expect(device.applPtr).toBe(moved);
            return;
          }
          expect(['RANGE', 'UNSUPPORTED']).toContain(code);
          expect(isAllowed && isExact).toBe(false);
          expect(device.applPtr).toBe(applPtr);
        }),
        RUNS,
      );
    });
  },
);

it('an avail above 2^53 is an error even if both pointers are exact', () => {
  const params = { direction: 'playback', bufferSize: 1024, boundary: 2 ** 63 } as const;
  const device = new PaperDevice(params, { status: true, control: true });
  const io = new MmapPlayback(device);
  device.hwPtr = EXACT - 1024n;
  expect(io.avail()).toBe(2 ** 53);
  for (const above of [1n, 2n, 3n]) {
    device.hwPtr = EXACT - 1024n + above;
    expect(
      codeOf(() => io.avail()),
      `2^53 + ${above}`,
    ).toBe('RANGE');
  }
});
