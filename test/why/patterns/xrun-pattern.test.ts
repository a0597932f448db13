import { expect, it } from 'vitest';
import type { Account, Cause } from '../../../src/why/account/account.js';
import { explainXruns } from '../../../src/why/account/explain-xruns.js';
import { traceModel } from '../../../src/why/account/trace-model.js';
import { xrunPattern } from '../../../src/why/patterns/xrun-pattern.js';
import { parseTrace } from '../../../src/why/trace/parse-trace.js';
import { healthyStream, runDry } from '../healthy-stream.js';

const stream = healthyStream(12);
runDry(stream.trace, stream);
const [template] = explainXruns(traceModel(parseTrace(stream.trace.text())));

const at = (seconds: number, cause: Cause = { kind: 'not-woken' }): Account => ({
  ...template!,
  ranDryNs: seconds * 1e9,
  cause,
});
const hog = (pid: number): Cause => ({ kind: 'not-run', cpu: 1, culprit: { pid, command: 'hog' } });

it('has no pattern with fewer than two xruns', () => {
  expect(xrunPattern([])).toBeUndefined();
  expect(xrunPattern([at(1)])).toBeUndefined();
});

it('counts causes that are alike, whatever the process id', () => {
  const pattern = xrunPattern([at(1, hog(7)), at(2), at(3, hog(8))]);
  expect(pattern!.causes.map(({ cause, count }) => [cause.kind, count])).toEqual([
    ['not-run', 2],
    ['not-woken', 1],
  ]);
});

it.each([
  ['equal intervals', [0, 110, 220, 331, 440], true],
  ['one that is missing', [0, 110, 220, 440, 550, 660], true],
  ['any intervals', [0, 110, 150, 400, 410], false],
  ['two intervals', [0, 110, 220], false],
])('finds regularity in %s: %j', (_, seconds, isRegular) => {
  expect(xrunPattern(seconds.map((each) => at(each)))!.isRegular).toBe(isRegular);
});

it.each([
  [[0, 110, 590], undefined],
  [[0, 300, 600], 12],
  [[0, 110, 220, 7200], 1.5],
])('gives the rate of xruns that cover ten minutes: %j', (seconds, perHour) => {
  expect(xrunPattern(seconds.map((each) => at(each)))!.perHour).toBe(perHour);
});

it('counts the xruns in which a thread or an interrupt had a part of the time', () => {
  const part = (share: number, cause: Cause) => ({ ...cause, share, ns: share * 1e6 });
  const irq: Cause = { kind: 'interrupted', interrupt: 'irq 25 disk' };
  const pattern = xrunPattern([
    { ...at(1), parts: [part(0.6, hog(7)), part(0.3, irq), part(0.1, hog(7))] },
    { ...at(2), parts: [part(0.95, { kind: 'not-woken' }), part(0.05, irq)] },
    { ...at(3), parts: [part(0.5, irq), part(0.5, hog(8))] },
    { ...at(4), parts: [part(1, hog(8))] },
  ]);
  expect(pattern!.involved).toEqual([
    { name: 'hog', count: 3 },
    { name: 'irq 25 disk', count: 2 },
  ]);
});
