import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advance, captureAvail, POINTER_LIMIT, playbackAvail } from '../../src/core/pointer.js';
import { boundaryFrames } from '../../src/sim/stream-params.js';
import { codeOf } from './on-the-sim.js';

/** A ring with pointers below its boundary and 2^53, also as BigInt. */
const rings = fc
  .record({
    bufferSize: fc.integer({ min: 1, max: 2 ** 20 }),
    doublings: fc.integer({ min: 1, max: 62 }),
  })
  .map(({ bufferSize, doublings }) => {
    const kernel = boundaryFrames(bufferSize, 0);
    const requested = BigInt(bufferSize) << BigInt(doublings);
    const boundary = requested < kernel ? requested : kernel;
    return { bufferSize, boundary };
  })
  .chain(({ bufferSize, boundary }) => {
    const top = boundary < 2n ** 53n ? boundary - 1n : 2n ** 53n - BigInt(2 * bufferSize);
    const near = fc.bigInt({ min: 0n, max: BigInt(Math.min(4 * bufferSize, Number(top))) });
    const pointer = fc.oneof(
      fc.bigInt({ min: 0n, max: top }),
      near,
      near.map((below) => top - below),
    );
    return fc.record({
      bufferSize: fc.constant(bufferSize),
      boundary: fc.constant(boundary),
      a: pointer,
      b: pointer,
      frames: fc.integer({ min: 0, max: bufferSize }),
    });
  });

/** include/sound/pcm.h, snd_pcm_playback_avail and snd_pcm_capture_avail, in integers. */
function kernelAvail(hwPtr: bigint, applPtr: bigint, ahead: bigint, boundary: bigint): bigint {
  let avail = hwPtr + ahead - applPtr;
  if (avail < 0n) avail += boundary;
  else if (avail >= boundary) avail -= boundary;
  return avail;
}

/** Returns the result, or 'RANGE' if a number cannot represent it. */
function orRange(call: () => number): bigint | 'RANGE' {
  let answer = 0;
  return codeOf(() => {
    answer = call();
  }) === 'RANGE'
    ? 'RANGE'
    : BigInt(answer);
}

function exact(value: bigint, boundary: bigint, negative: boolean): bigint | 'RANGE' {
  return negative && boundary > 2n ** 53n ? 'RANGE' : value;
}

describe('ring pointers', () => {
  it('give the playback avail of the kernel', () => {
    fc.assert(
      fc.property(rings, ({ bufferSize, boundary, a, b }) => {
        const size = BigInt(bufferSize);
        const model = exact(kernelAvail(a, b, size, boundary), boundary, a + size < b);
        const answer = orRange(() =>
          playbackAvail(Number(a), Number(b), bufferSize, Number(boundary)),
        );
        expect(answer).toBe(model);
      }),
      { numRuns: 2000 },
    );
  });

  it('give the capture avail of the kernel', () => {
    fc.assert(
      fc.property(rings, ({ boundary, a, b }) => {
        const model = exact(kernelAvail(a, b, 0n, boundary), boundary, a < b);
        expect(orRange(() => captureAvail(Number(a), Number(b), Number(boundary)))).toBe(model);
      }),
      { numRuns: 2000 },
    );
  });

  it('advance by frames modulo the boundary', () => {
    fc.assert(
      fc.property(rings, ({ boundary, a, frames }) => {
        const moved = (a + BigInt(frames)) % boundary;
        expect(BigInt(advance(Number(a), frames, Number(boundary)))).toBe(moved);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    { ahead: 999, avail: 1 },
    { ahead: 1000, avail: 0 },
  ])(
    'leave $avail of a ring of 1000 where appl_ptr has wrapped and is $ahead ahead',
    ({ ahead, avail }) => {
      expect(playbackAvail(1900, (1900 + ahead) % 2000, 1000, 2000)).toBe(avail);
    },
  );

  it.each([
    { frames: 99, moved: 1999 },
    { frames: 100, moved: 0 },
    { frames: 101, moved: 1 },
  ])(
    'wrap if and only if $frames frames from 1900 reach the boundary 2000',
    ({ frames, moved }) => {
      expect(advance(1900, frames, 2000)).toBe(moved);
    },
  );

  it('are exact up to 2^53 and an error above', () => {
    const boundary = Number(boundaryFrames(1024, 0));
    expect(advance(POINTER_LIMIT - 10, 10, boundary)).toBe(POINTER_LIMIT);
    expect(codeOf(() => advance(POINTER_LIMIT - 10, 11, boundary))).toBe('RANGE');
    expect(codeOf(() => advance(POINTER_LIMIT, 1, boundary))).toBe('RANGE');
    expect(playbackAvail(POINTER_LIMIT - 5, POINTER_LIMIT, 1024, boundary)).toBe(1019);
  });

  it('wrap exactly at a boundary of 2^53', () => {
    expect(advance(POINTER_LIMIT - 1, 2, POINTER_LIMIT)).toBe(1);
  });

  it('throw RANGE for an appl_ptr beyond the ring instead of rounding', () => {
    const boundary = Number(boundaryFrames(1024, 0));
    expect(() => playbackAvail(0, 1025, 1024, boundary)).toThrow(/1 frames beyond/);
    expect(() => captureAvail(0, 1, boundary)).toThrow(/drop and prepare/);
  });
});
