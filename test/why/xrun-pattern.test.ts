import { expect, it } from 'vitest';
import type { Account, Cause } from '../../src/why/account.js';
import { explainXruns } from '../../src/why/explain-xruns.js';
import { parseTrace } from '../../src/why/parse-trace.js';
import { xrunPattern } from '../../src/why/xrun-pattern.js';
import { healthyStream, runDry } from './healthy-stream.js';

const stream = healthyStream(12);
runDry(stream.trace, stream);
const [template] = explainXruns(parseTrace(stream.trace.text()));

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
