import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';
import { WatchHistory } from '../../../src/cli/status/history.js';
import { watchLines } from '../../../src/cli/status/screen-lines.js';
import type { StatusView } from '../../../src/cli/status/view.js';
import { XrunCounter } from '../../../src/observe/xrun-counter.js';

const PARAMS = {
  direction: 'playback',
  access: 'MMAP_INTERLEAVED',
  format: 'S16_LE',
  channels: 2,
  rateHz: 48_000,
  periodSize: 100,
  bufferSize: 400,
  periodWakeup: null,
  boundary: 400 * 2 ** 40,
  availMin: 100,
  startThreshold: 1,
  stopThreshold: 400,
  tstampType: null,
  info: null,
} as const;
const BY_PROC = { path: 'proc', refusal: null } as const;

function viewOf(values: Partial<StatusView>): StatusView {
  return {
    device: { name: 'hw:1,0,0', card: 1, device: 0, subdevice: 0, description: 'PCM' },
    direction: 'playback',
    owner: { pid: 12, tid: 12, command: 'aplay' },
    isForeign: true,
    state: 'RUNNING',
    hwPtr: 0,
    applPtr: 200,
    avail: 200,
    fill: 200,
    availMin: 100,
    timestamp: null,
    audioTimestamp: null,
    consistent: true,
    commits: true,
    paths: { status: BY_PROC, control: BY_PROC },
    params: PARAMS,
    ...values,
  };
}

/** A history without a PCM timer. */
const historyOf = () => new WatchHistory(new XrunCounter({ errno: 'ENOENT', reason: 'no timer' }));

describe('the history of a watched stream', () => {
  it('has the lowest fill and percentiles of the running stream', () => {
    const history = historyOf();
    history.add(viewOf({ state: 'PREPARED', fill: 0 }), 0);
    for (let fill = 1; fill <= 100; fill++) history.add(viewOf({ fill: 4 * fill }), fill);
    expect(history.minFill).toBe(4);
    const percentiles = [0.01, 0.5, 0.99].map((part) => history.fillPercentile(part));
    expect(percentiles).toEqual([0.01, 0.5, 0.99]);
    expect(history.fills).toHaveLength(101);
    expect(historyOf().fillPercentile(0.5)).toBeNaN();
  });

  it('counts xruns, restarts within an interval, and moves', () => {
    const history = historyOf();
    const states = ['RUNNING', 'XRUN', 'XRUN', 'PREPARED', 'RUNNING'];
    for (const [at, state] of states.entries()) history.add(viewOf({ state, hwPtr: 5 }), at);
    expect([history.counter.xruns, history.counter.restarts]).toEqual([1, 0]);
    for (const hwPtr of [100, 200, 50, 150]) history.add(viewOf({ hwPtr }), 10 + hwPtr);
    expect([history.counter.xruns, history.counter.restarts]).toEqual([1, 1]);
    const steady = historyOf();
    for (let at = 0; at <= 10; at++) steady.add(viewOf({ hwPtr: 100 * at }), 20 * at);
    expect(steady.moveIntervalMs).toBeCloseTo(20);
    expect(steady.restMs(250)).toBe(50);
  });
});

describe('the screen of a watched stream', () => {
  const paint = new Chalk({ level: 0 });
  const linesOf = (values: Partial<StatusView>, columns = 56) => {
    const view = viewOf(values);
    const history = historyOf();
    history.add(view, 0);
    return watchLines(view, history, { columns, nowMs: 0 }, paint);
  };

  it.each([
    ['playback', { hwPtr: 450, applPtr: 650 }, '.....####################...............'],
    ['playback', { hwPtr: 300, applPtr: 500 }, '##########....................##########'],
    ['capture', { hwPtr: 650, applPtr: 450 }, '.....####################...............'],
  ] as const)('draws the ring of a %s with %j', (direction, pointers, ring) => {
    const lines = linesOf({ direction, ...pointers });
    const [drawn, marks] = lines.slice(3, 5).map((line) => line.slice(16));
    expect(drawn).toBe(ring);
    const cell = (frame: number) => Math.floor((frame % 400) / 10);
    expect(marks![cell(pointers.hwPtr)]).toBe('h');
    expect(marks![cell(pointers.applPtr)]).toBe('a');
  });

  it.each(['OPEN', 'SETUP', 'PREPARED', 'XRUN', 'PAUSED', 'SUSPENDED'])(
    'says why nothing moves in %s',
    (state) => {
      expect(linesOf({ state }).join('\n')).toContain('at rest: ');
    },
  );

  it('says that a running pointer stands still', () => {
    const history = historyOf();
    history.add(viewOf({}), 0);
    const at = { columns: 80, nowMs: 3000 };
    expect(watchLines(viewOf({}), history, at, paint).join('\n')).toContain('3.00 s');
  });

  it.each([80, 200])('fits into %i columns, also before the set-up', (columns) => {
    for (const params of [PARAMS, null]) {
      const lines = linesOf({ params, timestamp: null }, columns);
      expect(lines.length).toBeLessThan(24);
      expect(lines.filter((line) => line.length > columns)).toEqual([]);
    }
  });
});
