import { describe, expect, it } from 'vitest';
import type { Account } from '../../../src/why/account/account.js';
import { explainXruns } from '../../../src/why/account/explain-xruns.js';
import { traceModel } from '../../../src/why/account/trace-model.js';
import { parseTrace } from '../../../src/why/trace/parse-trace.js';
import { PERIOD, PERIOD_US } from '../healthy-stream.js';
import { IDLE, OWNER, TraceText } from '../trace-text.js';

const HOG = { comm: 'hog', pid: 900 } as const;
const EPOLL_WAIT = 232;
/** Two periods, which the owner commits at each wake-up. */
const QUANTUM_US = 2 * PERIOD_US;
const QUANTUM = 2 * PERIOD;

/**
 * An owner that a timer wakes 10 ms before the ring is empty; it commits and sleeps again.
 * @param updates false if it reads the pointers in memory only
 */
function selfTimed(cycles: number, updates = true) {
  const trace = new TraceText();
  let [us, appl] = [1_000_000, QUANTUM];
  for (let cycle = 0; cycle < cycles; cycle++) {
    interrupts(trace, us, appl);
    us += QUANTUM_US;
    const wakeUs = us - 10_000;
    trace
      .on(1)
      .waking(wakeUs, OWNER)
      .switch(wakeUs + 50, IDLE, 'R', OWNER);
    trace.return(wakeUs + 60, EPOLL_WAIT, 1);
    if (updates) trace.update(wakeUs + 70, appl - PERIOD / 2, appl, OWNER, 'd..1.');
    trace.call(wakeUs + 90, EPOLL_WAIT).switch(wakeUs + 100, OWNER, 'S', IDLE);
    appl += QUANTUM;
  }
  return { trace, us, appl };
}

/** The interrupts of the card while a quantum is played. */
function interrupts(trace: TraceText, us: number, appl: number): void {
  for (let part = 0; part < 2; part++) {
    const [atUs, hw] = [us + part * PERIOD_US, appl - QUANTUM + part * PERIOD];
    trace.on(0).elapsed(atUs, hw - PERIOD, appl);
    trace.update(atUs + 20, hw, appl);
  }
}

function only(trace: TraceText): Account {
  const accounts = explainXruns(traceModel(parseTrace(trace.text())));
  expect(accounts).toHaveLength(1);
  return accounts[0]!;
}

describe('an owner that wakes itself', () => {
  it('is the owner, although only another program reads its status file', () => {
    const { trace, us, appl } = selfTimed(8, false);
    trace
      .on(0)
      .update(us - 10, 0, appl, HOG, 'd..1.')
      .xrun(us, appl, appl);
    expect(only(trace).owner).toEqual({ pid: OWNER.pid, command: OWNER.comm });
  });

  it('is the owner, although another program reads the status file more often', () => {
    const { trace, us, appl } = selfTimed(8);
    for (let atUs = 1_000_000; atUs < us; atUs += 2000) {
      trace.on(0).update(atUs, 0, appl, HOG, 'd..1.');
    }
    trace.on(0).xrun(us, appl, appl);
    expect(only(trace).owner).toEqual({ pid: OWNER.pid, command: OWNER.comm });
  });

  it('has to serve the ring from its last wake-up on', () => {
    const { trace, us, appl } = selfTimed(8);
    interrupts(trace, us, appl);
    const [wakeUs, dryUs] = [us + QUANTUM_US - 10_000, us + QUANTUM_US];
    trace.on(1).switch(wakeUs - 5000, IDLE, 'R', HOG, [120, 19]);
    trace.waking(wakeUs, OWNER, HOG).event(dryUs + 40, HOG, 'sys_exit: NR 0 = 0');
    trace.on(0).elapsed(dryUs, appl - PERIOD, appl);
    trace.update(dryUs + 20, appl + 10, appl).xrun(dryUs + 30, appl + 10, appl);
    const account = only(trace);
    expect(account.dueNs).toBe(wakeUs * 1e3);
    expect(account.cause).toMatchObject({ kind: 'not-run', culprit: { pid: 900, priority: 19 } });
    expect(account.parts).toHaveLength(1);
  });

  it('slept until its timer, if that had not come when the ring was empty', () => {
    const { trace, us, appl } = selfTimed(8);
    interrupts(trace, us, appl);
    trace.on(0).elapsed(us + QUANTUM_US, appl - PERIOD, appl);
    trace.update(us + QUANTUM_US + 20, appl + 10, appl);
    trace.xrun(us + QUANTUM_US + 30, appl + 10, appl);
    const { cause, parts } = only(trace);
    expect(cause).toEqual({ kind: 'not-woken', call: 'epoll_wait()', detail: 'own-timer' });
    // The rest is the run after its last commit.
    expect(parts[0]!.share).toBeGreaterThan(0.999);
  });
});
