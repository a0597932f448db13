import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { traceModel } from '../../../src/why/account/trace-model.js';
import { machineVerdict } from '../../../src/why/patterns/machine-verdict.js';
import { type WakeUp, wakeUps } from '../../../src/why/patterns/wake-ups.js';
import { parseTrace } from '../../../src/why/trace/parse-trace.js';
import { healthyStream, PERIOD, PERIOD_US, serve } from '../healthy-stream.js';
import { IDLE, OWNER } from '../trace-text.js';

const HOG = { comm: 'hog', pid: 900 } as const;

it('finds each wake-up of a healthy stream, none of them late', () => {
  const found = wakeUps(traceModel(parseTrace(healthyStream(12).trace.text())));
  expect(found).toHaveLength(12);
  expect(new Set(found.map(({ lateNs }) => lateNs))).toEqual(new Set([80_000]));
});

it('names the thread that the CPU ran instead of the owner', () => {
  const { trace, us } = healthyStream(12);
  trace.switch(us + 10, IDLE, 'R', HOG, [120, 19]).waking(us + 30, OWNER, HOG);
  trace.switch(us + 7000, HOG, 'S', OWNER, [19, 120]);
  expect(wakeUps(traceModel(parseTrace(trace.text()))).at(-1)).toMatchObject({
    ...{ dueNs: us * 1e3, lateNs: 7e6 },
    cause: { kind: 'not-run', culprit: { command: 'hog' } },
  });
});

it('counts a late interrupt from the moment when it was due', () => {
  const { trace, us, hw, appl } = healthyStream(12);
  serve(trace, us);
  const lateUs = us + 3 * PERIOD_US;
  trace.elapsed(lateUs, hw, appl + PERIOD).update(lateUs + 20, hw + PERIOD, appl + PERIOD);
  serve(trace, lateUs);
  expect(wakeUps(traceModel(parseTrace(trace.text()))).at(-1)).toMatchObject({
    dueNs: (us + PERIOD_US) * 1e3,
    lateNs: (2 * PERIOD_US + 80) * 1e3,
    cause: { kind: 'interrupt-late' },
  });
});

it('counts the time to the end of a trace in which the owner did not run again', () => {
  const trace = readFileSync(new URL('../../corpus/why/B-fifo-hog.txt', import.meta.url), 'utf8');
  const [latest] = wakeUps(traceModel(parseTrace(trace))).sort(
    (one, other) => other.lateNs - one.lateNs,
  );
  expect(latest).toMatchObject({ cause: { kind: 'not-run', culprit: { command: 'sh' } } });
  expect(latest!.lateNs).toBeGreaterThan(57e6);
});

it('leaves out an owner that was stopped', () => {
  const { trace, us } = healthyStream(12);
  trace.waking(us + 30, OWNER).switch(us + 80, IDLE, 'R', OWNER);
  trace.signal(us + 100, 19, OWNER, HOG).switch(us + 200, OWNER, 'T', IDLE);
  trace.event(us + 90_000, IDLE, 'sys_exit: NR 0 = 0');
  expect(
    wakeUps(traceModel(parseTrace(trace.text()))).filter(({ lateNs }) => lateNs > 1e6),
  ).toEqual([]);
});

it('compares wake-ups with the rings that they would have emptied', () => {
  const late = (ms: number): WakeUp => ({
    ...{ dueNs: 0, lateNs: ms * 1e6 },
    cause: { kind: 'not-run', culprit: { pid: ms, command: ms > 4 ? 'hog' : 'other' } },
  });
  expect(machineVerdict([], 1e9)).toBeUndefined();
  const { rings, wakeUps: count } = machineVerdict([late(3), late(6), late(7)], 1e9)!;
  expect(count).toBe(3);
  expect(rings.map((ring) => [ring.ringNs / 1e6, ring.count])).toEqual([
    ...[
      [1, 3],
      [2, 3],
      [5, 2],
      [10, 0],
      [20, 0],
      [50, 0],
      [100, 0],
    ],
  ]);
  expect(rings[0]!.cause).toMatchObject({ culprit: { command: 'hog' } });
  expect(rings[3]!.cause).toBeUndefined();
});
