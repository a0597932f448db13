/** Properties of the accounts of any trace, also of one that is torn or that makes no sense. */

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Account } from '../../src/why/account/account.js';
import { explainXruns } from '../../src/why/account/explain-xruns.js';
import { traceModel } from '../../src/why/account/trace-model.js';
import { parseTrace, type Trace } from '../../src/why/trace/parse-trace.js';
import { healthyStream, PERIOD, runDry, serve } from './healthy-stream.js';
import { IDLE, OWNER, type TraceText } from './trace-text.js';

const OTHER = { comm: 'other', pid: 900 } as const;
const task = fc.constantFrom(OWNER, OWNER, OTHER, IDLE);
/** Time of an event after the last interrupt that the owner may have served. */
const us = fc.integer({ min: -30_000, max: 110_000 });
const cpu = fc.integer({ min: 0, max: 1 });
const calls = fc.constantFrom(0, 7, 16, 74, 202, 230);

const HANDLERS = [
  { entry: 'irq_handler_entry: irq=9 name=eth0', exit: 'irq_handler_exit: irq=9 ret=handled' },
  { entry: 'local_timer_entry: vector=236', exit: 'local_timer_exit: vector=236' },
] as const;

/** Adds one event, without regard to the others. */
const step = fc.oneof(
  fc
    .record({
      us,
      cpu,
      from: task,
      to: task,
      state: fc.constantFrom('R', 'R+', 'S', 'D', 'T', 't', 'X'),
    })
    .map(
      (one) => (trace: TraceText, start: number) =>
        trace.on(one.cpu).switch(start + one.us, one.from, one.state, one.to),
    ),
  fc
    .record({ us, cpu, by: task })
    .map(
      (one) => (trace: TraceText, start: number) =>
        trace.on(one.cpu).waking(start + one.us, OWNER, one.by),
    ),
  fc
    .record({ us, cpu, number: calls })
    .map(
      (one) => (trace: TraceText, start: number) =>
        trace.on(one.cpu).call(start + one.us, one.number),
    ),
  fc
    .record({ us, cpu, number: calls })
    .map(
      (one) => (trace: TraceText, start: number) =>
        trace.on(one.cpu).return(start + one.us, one.number),
    ),
  fc
    .record({ us, sender: task })
    .map(
      (one) => (trace: TraceText, start: number) =>
        trace.signal(start + one.us, 19, OWNER, one.sender),
    ),
  fc
    .record({ us, cpu, handler: fc.constantFrom(...HANDLERS), exit: fc.boolean(), by: task })
    .map(
      (one) => (trace: TraceText, start: number) =>
        trace
          .on(one.cpu)
          .event(start + one.us, one.by, one.exit ? one.handler.exit : one.handler.entry, 'd.h1.'),
    ),
  fc.record({ us, cpu }).map((one) => (trace: TraceText, start: number) => {
    // The line stands before the first event after the loss.
    trace
      .on(one.cpu)
      .event(start + one.us, OTHER, 'sys_exit: NR 1 = 0')
      .line(`CPU:${one.cpu} [LOST 9 EVENTS]`);
    return trace;
  }),
);

/** A stream that runs dry, with events at random before and after. */
const anyTrace = fc
  .record({ steps: fc.array(step, { maxLength: 60 }), commits: fc.boolean(), during: task })
  .map(({ steps, commits, during }) => {
    const { trace, us, hw, appl } = healthyStream(4);
    if (commits) serve(trace, us);
    for (const add of steps) add(trace, us);
    runDry(trace.on(1), { us, hw, appl: commits ? appl + PERIOD : appl }, during);
    return trace.text();
  });

function expectWhole({ parts, timeline, missingNs, dueNs, ranDryNs }: Account): void {
  expect(missingNs).toBeGreaterThanOrEqual(0);
  expect(Math.abs(parts.reduce((sum, { ns }) => sum + ns, 0) - missingNs)).toBeLessThan(1e5);
  if (missingNs > 0) expect(parts.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 6);
  expect(dueNs).toBeLessThanOrEqual(ranDryNs);
  for (const [index, piece] of timeline.slice(1).entries()) {
    expect(piece.fromNs).toBe(timeline[index]!.toNs);
  }
}

/** Each cause rests on an event that the trace has. */
function expectEvidence({ events, lost }: Trace, { timeline, ranDryNs, owner }: Account): void {
  for (const { fromNs, toNs, kind, culprit, call, cpu: onCpu, interrupt } of timeline) {
    const earlier = events.filter(({ ns }) => ns <= toNs);
    if (kind === 'stopped' && culprit !== undefined) {
      expect(earlier.some((one) => one.kind === 'signal' && one.task.pid === culprit.pid)).toBe(
        true,
      );
    }
    if (kind === 'not-run' && culprit !== undefined) {
      const isSeen = events.some(
        (one) =>
          one.cpu === onCpu &&
          (one.task.pid === culprit.pid || (one.kind === 'switch' && one.next.pid === culprit.pid)),
      );
      expect(isSeen).toBe(true);
      expect(culprit.pid).not.toBe(0);
    }
    if (call !== undefined) {
      expect(earlier.some((one) => one.kind === 'call' && one.task.pid === owner?.pid)).toBe(true);
    }
    if (interrupt !== undefined) {
      const entry = interrupt.includes('timer') ? 'tick' : 'irq-entry';
      expect(earlier.some((one) => one.kind === entry)).toBe(true);
    }
    const isBlind = lost.some((loss) => loss.fromNs < toNs && loss.toNs > fromNs);
    if (isBlind && toNs <= ranDryNs) expect(kind).toBe('unknown');
  }
}

describe('the accounts of any trace', () => {
  it('add up, have no gap, and name no cause without evidence', () => {
    let explained = 0;
    fc.assert(
      fc.property(anyTrace, (text) => {
        const trace = parseTrace(text);
        for (const account of explainXruns(traceModel(trace))) {
          expectWhole(account);
          expectEvidence(trace, account);
          if (account.parts.length > 1) explained++;
        }
      }),
      { numRuns: 1000 },
    );
    expect(explained).toBeGreaterThan(50);
  });

  it('add up if lines of a recorded trace are missing', () => {
    const text = readFileSync(new URL('../corpus/why/B-fifo-hog.txt', import.meta.url), 'utf8');
    const lines = text.split('\n');
    fc.assert(
      fc.property(fc.array(fc.nat(lines.length - 1), { maxLength: 400 }), (dropped) => {
        const missing = new Set(dropped);
        const trace = parseTrace(lines.filter((_, index) => !missing.has(index)).join('\n'));
        for (const account of explainXruns(traceModel(trace))) {
          expectWhole(account);
          expectEvidence(trace, account);
        }
      }),
      { numRuns: 60 },
    );
  });
});
