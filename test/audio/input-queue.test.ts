import { describe, expect, it } from 'vitest';
import type { FrameInput } from '../../src/audio/frame-input.js';
import { InputQueue } from '../../src/audio/input-queue.js';
import { findFormat } from '../../src/device/format.js';

/** Input of 8-bit frames that count up from `first`. */
class CountingInput implements FrameInput {
  readonly formats = [findFormat('U8')!, findFormat('S8')!];
  readonly channels = 1;
  readonly rateHz = 8000;
  readonly frameBytes = 1;
  readonly isLive = false;
  #next = 0;
  constructor(
    readonly path: string,
    readonly first: number,
    readonly frames: number,
  ) {}
  get remainingFrames() {
    return this.frames - this.#next;
  }
  get ended() {
    return this.remainingFrames === 0;
  }
  read(target: Uint8Array) {
    const frames = Math.min(target.length, this.remainingFrames);
    for (let at = 0; at < frames; at++) target[at] = this.first + this.#next++;
    return frames;
  }
  seek(frame: number) {
    this.#next = frame;
  }
  takeWarnings() {
    return [];
  }
  close() {}
}

const inputs = () => [new CountingInput('a', 10, 3), new CountingInput('b', 20, 1)];
const ONCE = { startFrame: 0, rounds: 1 };

/** Reads all frames, `step` at a time. */
function readAll(queue: InputQueue, step: number): number[] {
  const frames: number[] = [];
  while (!queue.ended) {
    const target = new Uint8Array(step);
    const count = queue.read(target);
    frames.push(...target.subarray(0, count));
  }
  return frames;
}

describe('InputQueue', () => {
  it.each([1, 2, 3, 100])('reads %i frames at a time across the ends of inputs', (step) => {
    expect(readAll(new InputQueue(inputs(), ONCE), step)).toEqual([10, 11, 12, 20]);
    const twice = new InputQueue(inputs(), { startFrame: 2, rounds: 2 });
    expect(readAll(twice, step)).toEqual([12, 20, 10, 11, 12, 20]);
    expect(twice.framesPerInput(6)).toEqual([4, 2]);
  });

  it('fills a target of any length without an end', () => {
    const queue = new InputQueue(inputs(), { startFrame: 0, rounds: Number.POSITIVE_INFINITY });
    const target = new Uint8Array(4001);
    expect(queue.read(target)).toBe(4001);
    expect([...target.subarray(3996)]).toEqual([10, 11, 12, 20, 10]);
    expect(queue.remainingFrames).toBeUndefined();
    expect(queue.framesPerInput(4001)).toEqual([3001, 1000]);
  });

  it('counts the frames that remain, and those of each input among the frames played', () => {
    const queue = new InputQueue(inputs(), { startFrame: 1, rounds: 3 });
    expect(queue.remainingFrames).toBe(11);
    queue.read(new Uint8Array(5));
    expect(queue.remainingFrames).toBe(6);
    expect([0, 1, 2, 3, 5, 11].map((played) => queue.framesPerInput(played))).toEqual([
      [0, 0],
      [1, 0],
      [2, 0],
      [2, 1],
      [4, 1],
      [8, 3],
    ]);
  });
});
