import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';
import { lossText } from '../../../src/cli/stream/loss-report.js';
import type { LossEvent } from '../../../src/stream/loss.js';

const PLAIN = new Chalk({ level: 0 });
const CAPTURE = { direction: 'capture', rateHz: 48_000, bufferSize: 4096 } as const;
const OVERRUN: LossEvent = {
  cause: 'xrun',
  clock: 'timestamps',
  count: 1,
  playedFrames: Number.NaN,
  hwPtr: 47_149,
  applPtr: 46_089,
  uncertaintyFrames: 1024,
  atFrame: 46_089,
  wallMs: Date.UTC(2026, 10, 23, 6, 33, 52, 126),
  monotonicNs: 1e9,
  durationNs: 915_700,
  lostFrames: 1060,
  silentFrames: 0,
  fillFrames: 2054,
  wakeupLatencyNs: 103_600,
  sinceLastWakeupNs: 43e6,
};

describe('the text of a loss', () => {
  it('says what happened, why, what helps, and the state before it', () => {
    expect(lossText(OVERRUN, CAPTURE, PLAIN).split('\n')).toEqual([
      'overrun at frame 46089 (0.960 s) on 2026-11-23 06:33:52.126 UTC: ' +
        '1060 frames lost (22.1 ms); continued after 915.7 us',
      '  likely cause: the program was late; use a larger --buffer-size, or --realtime',
      '  before it: ring 2054 of 4096 frames; last wake-up 103.6 us late; ' +
        'no wake-up for the 43.0 ms before the xrun',
    ]);
  });

  it.each<[change: Partial<LossEvent>, cause: string]>([
    [{ sinceLastWakeupNs: 42e6 }, 'unknown; the program woke up in time: check device and driver'],
    [{ cause: 'suspend' }, 'the system was suspended'],
    [
      { cause: 'fifo-overflow' },
      'the frames were written too slowly; check the disk and the load of the machine',
    ],
  ])('with %j names another cause', (change, cause) => {
    const text = lossText({ ...OVERRUN, ...change }, CAPTURE, PLAIN);
    expect(text).toContain(`\n  likely cause: ${cause}\n`);
  });

  it('of a stopped playback is an underrun without a continuation', () => {
    const params = { ...CAPTURE, direction: 'playback' } as const;
    const [first] = lossText({ ...OVERRUN, durationNs: 0 }, params, PLAIN).split('\n');
    expect(first).toMatch(/^underrun at .* UTC: 1060 frames lost \(22\.1 ms\)$/);
  });
});
