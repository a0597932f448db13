import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';
import { lossText } from '../../../src/cli/stream/loss-report.js';
import { CHECKS } from '../../../src/measure/check/checks.js';
import type { LossEvent } from '../../../src/stream/loss.js';
import { causeText, LOSS_CAUSES } from '../../../src/stream/loss-cause.js';

const PLAIN = new Chalk({ level: 0 });
const CAPTURE = { direction: 'capture', rateHz: 48_000, bufferSize: 4096 } as const;
const OVERRUN: LossEvent = {
  kind: 'xrun',
  cause: 'program-late',
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
      '  likely cause: the program was late; use a larger --buffer-size, ' +
        'or --realtime; see bench wakeup',
      '  before it: ring 2054 of 4096 frames; last wake-up 103.6 us late; ' +
        'no wake-up for the 43.0 ms before the xrun',
    ]);
  });

  it('names the cause, and the command that confirms it', () => {
    for (const cause of LOSS_CAUSES) {
      const [, line] = lossText({ ...OVERRUN, cause }, CAPTURE, PLAIN).split('\n');
      expect(line).toBe(`  likely cause: ${causeText(cause)}`);
    }
    const commands = LOSS_CAUSES.map((cause) => /bench check \((.*)\)/.exec(causeText(cause))?.[1]);
    const named = commands.flatMap((list) => list?.split(', ') ?? []);
    const known = CHECKS.map(({ name }) => name);
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
    expect(named.length).toBeGreaterThan(8);
  });

  it('of a stopped playback is an underrun without a continuation', () => {
    const params = { ...CAPTURE, direction: 'playback' } as const;
    const [first] = lossText({ ...OVERRUN, durationNs: 0 }, params, PLAIN).split('\n');
    expect(first).toMatch(/^underrun at .* UTC: 1060 frames lost \(22\.1 ms\)$/);
  });
});
