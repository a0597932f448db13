import { UpdateKind } from '../pointer/samples.js';
import { median } from '../statistic/percentiles.js';
import type { Check, CheckBench } from './bench.js';
import {
  AHEAD_NS,
  firstRow,
  isBackward,
  isBeforeStart,
  isFrozen,
  isOtherClock,
  isUnset,
} from './timestamp-rows.js';
import { fail, pass, skip, type Verdict } from './verdict.js';
import type { Watched } from './watch.js';

const MAX_AGE_NS = 5e6;
const MIN_AGES = 5;

export const TIMESTAMP_CHECKS: readonly Check[] = [
  {
    name: 'timestamp-set',
    rule: 'every update of hw_ptr has a timestamp',
    run: (bench) =>
      bench.onWatched(({ rows }) => {
        const row = firstRow(rows, isUnset);
        if (row === undefined) return pass(`all ${rows.frame.length - 1} updates`);
        return fail('timestamp 0, although timestamps are enabled', rows.frame[row]);
      }),
  },
  {
    name: 'timestamp-clock',
    rule: 'timestamps are read from CLOCK_MONOTONIC, as requested',
    run: (bench) =>
      bench.onWatched(({ rows }) => {
        if (rows.stampNs.subarray(1).every((ns) => ns === 0)) return skip('no timestamps');
        const row = firstRow(rows, (...at) => !isUnset(...at) && isOtherClock(...at));
        if (row === undefined) return pass('close to CLOCK_MONOTONIC');
        const seconds = ((rows.stampNs[row]! - rows.seenNs[row]!) / 1e9).toFixed(0);
        return fail(`timestamp differs from CLOCK_MONOTONIC by ${seconds} s`, rows.frame[row]);
      }),
  },
  {
    name: 'timestamp-order',
    rule: 'no timestamp is earlier than the one before it',
    run: (bench) =>
      onTimestamps(bench, ({ rows }) => {
        const row = firstRow(rows, isBackward, 2);
        if (row === undefined) return pass(`${rows.frame.length - 1} timestamps in order`);
        const us = ((rows.stampNs[row - 1]! - rows.stampNs[row]!) / 1000).toFixed(1);
        return fail(`timestamp ${us} us earlier than the one before it`, rows.frame[row]);
      }),
  },
  {
    name: 'timestamp-advance',
    rule: 'the timestamp changes whenever hw_ptr moves',
    run: (bench) =>
      onTimestamps(bench, ({ rows }) => {
        const row = firstRow(rows, isFrozen, 2);
        if (row === undefined) return pass(`${rows.frame.length - 1} updates, each with a new one`);
        const frames = rows.frame[row]! - rows.frame[row - 1]!;
        return fail(`hw_ptr moved by ${frames} frames, same timestamp`, rows.frame[row]);
      }),
  },
  /** Judges the median: the process can be delayed between the answer and its read of the clock. */
  {
    name: 'timestamp-age',
    rule: 'the timestamp after HWSYNC is the current time, within 5 ms',
    run: (bench) =>
      onTimestamps(bench, ({ rows }) => {
        const agesNs: number[] = [];
        for (let row = 1; row < rows.frame.length; row++) {
          const isNew = rows.stampNs[row] !== rows.stampNs[row - 1];
          if (rows.kind[row] !== UpdateKind.ASKED || !isNew) continue;
          agesNs.push(rows.seenNs[row]! - rows.stampNs[row]!);
        }
        if (agesNs.length < MIN_AGES) return skip('HWSYNC moved hw_ptr too seldom');
        const ageNs = median(agesNs);
        const us = (Math.abs(ageNs) / 1000).toFixed(1);
        const text = `median ${us} us ${ageNs < 0 ? 'in the future' : 'old'}`;
        if (ageNs < -AHEAD_NS || ageNs > MAX_AGE_NS) return fail(text);
        return pass(`${text}, ${agesNs.length} timestamps`);
      }),
  },
  {
    name: 'timestamp-start',
    rule: 'no timestamp is earlier than the start of the stream',
    run: (bench) =>
      onTimestamps(bench, ({ rows, beforeStartNs }) => {
        const row = firstRow(rows, isBeforeStart, 1, beforeStartNs);
        if (row === undefined) return pass('all later than START');
        const ms = ((beforeStartNs - rows.stampNs[row]!) / 1e6).toFixed(1);
        return fail(`timestamp ${ms} ms earlier than START`, rows.frame[row]);
      }),
  },
];

/** Judges the watched timestamps; skipped if some are 0 or read from another clock. */
function onTimestamps(bench: CheckBench, judge: (watched: Watched) => Verdict): Promise<Verdict> {
  return bench.onWatched((watched) => {
    if (firstRow(watched.rows, isUnset) !== undefined) return skip('no timestamps');
    if (firstRow(watched.rows, isOtherClock) === undefined) return judge(watched);
    return skip('timestamps from another clock');
  });
}
