import { describe, expect, it } from 'vitest';
import type { LossEvent } from '../../src/stream/loss.js';
import { LossLog, LossReader } from '../../src/stream/loss-log.js';

/** How many losses the log holds. */
const HELD = 1024;

function loss(atFrame: number, cause: LossEvent['cause'] = 'xrun'): LossEvent {
  return {
    cause,
    atFrame,
    wallMs: 1.5,
    monotonicNs: 2 ** 52 + 1,
    durationNs: 3,
    lostFrames: 4,
    silentFrames: 5,
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

const placesIn = (reader: LossReader) => [...reader].map(({ atFrame }) => atFrame);

describe('LossLog', () => {
  it.each(['xrun', 'suspend', 'fifo'] as const)('keeps every number of a loss by %s', (cause) => {
    const log = new LossLog();
    log.write(loss(12, cause));
    expect(new LossReader(log.buffer).next()).toEqual(loss(12, cause));
  });

  it('is read by each of its readers from the start, each loss once', () => {
    const log = logOf(2);
    const [one, other] = [new LossReader(log.buffer), new LossReader(log.buffer)];
    expect(placesIn(one)).toEqual([0, 1]);
    expect(one.next()).toBeUndefined();
    log.write(loss(2));
    expect([placesIn(one), placesIn(other)]).toEqual([[2], [0, 1, 2]]);
  });

  it('keeps the newest 1024: a reader that is later gets those, oldest first', () => {
    const reader = new LossReader(logOf(HELD + 10).buffer);
    const places = placesIn(reader);
    expect([places.length, places[0], places.at(-1)]).toEqual([HELD, 10, HELD + 9]);
    expect(places.toSorted((a, b) => a - b)).toEqual(places);
  });
});
