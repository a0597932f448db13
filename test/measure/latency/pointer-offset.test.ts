import { describe, expect, it } from 'vitest';
import { pointerOffset } from '../../../src/measure/latency/pointer-offset.js';
import { seeded } from '../seeded.js';

const RATE_HZ = 48_000;

interface PointerModel {
  /** By how many frames capture is ahead, at time 0. */
  readonly ahead: number;
  readonly ppm?: number;
  /** Frames that each pointer moves by. */
  readonly step?: number;
  /** Duration of one read, and its max excess. */
  readonly readNs?: number;
  readonly jitterNs?: number;
}

/** Reads of two simulated pointers: playback, capture, playback in each row. */
function readPairs(count: number, seed: number, model: PointerModel) {
  const { ahead, ppm = 0, step = 1, readNs = 2e3, jitterNs = 3e4 } = model;
  const { even } = seeded(seed);
  const rows = Array.from({ length: count }, (_, row) => {
    const timestamps = [row * 1.1e6 + even() * 1e6];
    for (let next = 1; next < 3; next++) {
      timestamps.push(timestamps[next - 1]! + readNs + (even() < 0.3 ? even() * jitterNs : 0));
    }
    const at = (ns: number, frames: number, off = 0) =>
      Math.floor((frames + (ns * RATE_HZ * (1 + off / 1e6)) / 1e9) / step) * step;
    const [a, b, c] = timestamps as [number, number, number];
    return [at(a, 1000), at(b, 1000 + ahead, ppm), at(c, 1000), a + 1, b + 1, c + 1];
  });
  const column = (index: number) => rows.map((row) => row[index]!);
  return {
    played: column(0),
    captured: column(1),
    playedAfter: column(2),
    playedNs: column(3),
    capturedNs: column(4),
    playedAfterNs: column(5),
  };
}

describe('the offset of two pointers', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'of one clock is that whole number of frames (seed %i)',
    (seed) => {
      expect(pointerOffset(readPairs(600, seed, { ahead: 777 }), 5000, RATE_HZ)).toEqual({
        frames: 777,
        spreadFrames: 0,
        ppm: 0,
      });
    },
  );

  it('is exact if each query takes longer than a frame', () => {
    const pairs = readPairs(600, 9, { ahead: -321, readNs: 7e4 });
    expect(pointerOffset(pairs, 5000, RATE_HZ)).toMatchObject({ frames: -321, spreadFrames: 0 });
  });

  it('is exact if both move at the same 4 ms tick, as those of snd-aloop do', () => {
    const pairs = readPairs(600, 10, { ahead: 0, step: 192 });
    expect(pointerOffset(pairs, 5000, RATE_HZ)).toMatchObject({ frames: 0, spreadFrames: 0 });
  });

  it('is not rounded if capture counts a fraction of a frame later', () => {
    const offset = pointerOffset(readPairs(600, 11, { ahead: 100.4 }), 5000, RATE_HZ)!;
    expect(Math.abs(offset.frames - 100.4)).toBeLessThan(offset.spreadFrames + 1e-9);
    expect(offset.spreadFrames).toBeLessThan(0.1);
  });

  it('of two clocks is the offset at the requested frame, with the drift between them', () => {
    const pairs = readPairs(600, 12, { ahead: 100, ppm: 300 });
    const frame = 20_000;
    const offset = pointerOffset(pairs, frame, RATE_HZ)!;
    const then = 100 + ((frame - 1000) * 300) / 1e6;
    expect(Math.abs(offset.frames - then)).toBeLessThan(0.2);
    expect(Math.abs(offset.ppm - 300)).toBeLessThan(15);
    expect(offset.spreadFrames).toBeGreaterThan(0.5);
  });

  it('of pointers that move in blocks has a spread above a quarter of a block', () => {
    const offset = pointerOffset(readPairs(600, 13, { ahead: 100, step: 48 }), 5000, RATE_HZ)!;
    expect(Math.abs(offset.frames - 100)).toBeLessThan(6);
    expect(offset.spreadFrames).toBeGreaterThan(12);
  });

  it('needs at least eight queries', () => {
    expect(pointerOffset(readPairs(7, 1, { ahead: 5 }), 5000, RATE_HZ)).toBeUndefined();
    expect(pointerOffset(readPairs(8, 1, { ahead: 5 }), 5000, RATE_HZ)).toBeDefined();
  });
});
