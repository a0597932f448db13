import { describe, expect, it } from 'vitest';
import type { LossEvent } from '../../src/stream/loss.js';
import { LOSS_CAUSES } from '../../src/stream/loss-cause.js';
import { LossLog, LossReader } from '../../src/stream/loss-log.js';

/** Losses that the log keeps. */
const CAPACITY = 1024;

function loss(
  atFrame: number,
  kind: LossEvent['kind'] = 'xrun',
  cause: LossEvent['cause'] = 'unknown',
): LossEvent {
  return {
    kind,
    cause,
    clock: 'program',
    count: 1,
    atFrame,
    playedFrames: 9,
    hwPtr: 10,
    applPtr: 11,
    wallMs: 1.5,
    monotonicNs: 2 ** 52 + 1,
    durationNs: 3,
    lostFrames: 4,
    silentFrames: 5,
    uncertaintyFrames: 2,
    fillFrames: 6,
    wakeupLatencyNs: 7,
    sinceLastWakeupNs: 8,
  };
}

function logOf(count: number) {
  const log = new LossLog();
  for (let atFrame = 0; atFrame < count; atFrame++) log.write(loss(atFrame));
  return log;
}

const framesOf = (reader: LossReader) => [...reader].map(({ atFrame }) => atFrame);

describe('LossLog', () => {
  it.each(['xrun', 'suspend', 'fifo-overflow'] as const)('keeps every field of a %s', (kind) => {
    for (const cause of LOSS_CAUSES) {
      const log = new LossLog();
      log.write(loss(12, kind, cause));
      expect(new LossReader(log.buffer).next()).toEqual(loss(12, kind, cause));
    }
  });

  it('gives each reader every loss once', () => {
    const log = logOf(2);
    const [one, other] = [new LossReader(log.buffer), new LossReader(log.buffer)];
    expect(framesOf(one)).toEqual([0, 1]);
    expect(one.next()).toBeUndefined();
    log.write(loss(2));
    expect([framesOf(one), framesOf(other)]).toEqual([[2], [0, 1, 2]]);
  });

  it('gives a late reader the newest 1024 losses, oldest first', () => {
    const reader = new LossReader(logOf(CAPACITY + 10).buffer);
    const frames = framesOf(reader);
    expect([frames.length, frames[0], frames.at(-1)]).toEqual([CAPACITY, 10, CAPACITY + 9]);
    expect(frames.toSorted((a, b) => a - b)).toEqual(frames);
  });

  it('adds the losses that a late reader has missed to the oldest that it reads', () => {
    const log = new LossLog();
    const reader = new LossReader(log.buffer);
    const sumsOf = (losses: Iterable<LossEvent>) => {
      const sums = { count: 0, lostFrames: 0, silentFrames: 0, uncertaintyFrames: 0 };
      for (const each of losses) {
        for (const field of Object.keys(sums) as (keyof typeof sums)[]) sums[field] += each[field];
      }
      return sums;
    };
    for (const written of [5, CAPACITY + 1, 14_029, 1]) {
      for (let atFrame = 0; atFrame < written; atFrame++) log.write(loss(atFrame));
      const losses = [...reader];
      expect(losses.length).toBe(Math.min(written, CAPACITY));
      expect(sumsOf(losses)).toEqual({
        count: written,
        lostFrames: 4 * written,
        silentFrames: 5 * written,
        uncertaintyFrames: 2 * written,
      });
    }
  });
});
