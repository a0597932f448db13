import { describe, expect, it } from 'vitest';
import type { Cause } from '../../../src/why/account/account.js';
import { explainXruns } from '../../../src/why/account/explain-xruns.js';
import { traceModel } from '../../../src/why/account/trace-model.js';
import { cpuStalls } from '../../../src/why/model/cpu-stalls.js';
import { parseTrace } from '../../../src/why/trace/parse-trace.js';
import { healthyStream, runDry } from '../healthy-stream.js';
import { IDLE, OWNER, type TestTask, TraceText } from '../trace-text.js';

const HOG = { comm: 'hog', pid: 900 } as const;

function tick(trace: TraceText, us: number, during: TestTask): void {
  trace.event(us, during, 'local_timer_entry: vector=236', 'd.h..');
}

/** The owner is woken by the last interrupt; CPU 0 handles the interrupts. */
function waking() {
  const stream = healthyStream(12);
  stream.trace.waking(stream.us + 30, OWNER);
  return stream;
}

function causeOf(trace: TraceText): Cause {
  const [account] = explainXruns(traceModel(parseTrace(trace.text())));
  return account!.cause;
}

describe('a CPU is stalled', () => {
  it('if it runs the owner and takes no tick', () => {
    const stream = waking();
    const { trace, us } = stream;
    trace.switch(us + 80, IDLE, 'R', OWNER).return(us + 90, 7, 1);
    tick(trace, us + 3000, OWNER);
    const dry = runDry(trace.on(0), stream);
    expect(causeOf(trace)).toEqual({ kind: 'cpu-stalled', cpu: 1 });
    expect(cpuStalls(parseTrace(trace.text())).get(1)).toEqual([
      // A tick is due 10 ms later at the latest.
      { fromNs: (us + 13_000) * 1e3, toNs: dry.us * 1e3, use: 'stalled' },
    ]);
  });

  it('if it runs another thread and takes no tick', () => {
    const stream = waking();
    const { trace, us } = stream;
    trace.switch(us + 80, IDLE, 'R', HOG);
    tick(trace, us + 3000, HOG);
    runDry(trace.on(0), stream);
    expect(causeOf(trace)).toEqual({ kind: 'cpu-stalled', cpu: 1 });
  });

  it('if it is idle and does not react to a wake-up', () => {
    const stream = waking();
    const { trace, us } = stream;
    trace.switch(us - 900, IDLE, 'R', HOG).switch(us - 800, HOG, 'S', IDLE);
    runDry(trace.on(0), stream);
    expect(causeOf(trace)).toEqual({ kind: 'cpu-stalled', cpu: 1 });
  });
});

describe('a CPU is not stalled', () => {
  it('while it takes ticks', () => {
    const stream = waking();
    const { trace, us } = stream;
    trace.switch(us + 80, IDLE, 'R', OWNER).return(us + 90, 7, 1);
    for (let at = us + 3000; at < us + 90_000; at += 4000) tick(trace, at, OWNER);
    runDry(trace.on(0), stream);
    expect(causeOf(trace)).toEqual({ kind: 'too-slow', cpu: 1 });
  });

  it('if its ticks are not recorded', () => {
    const stream = waking();
    const { trace, us } = stream;
    trace.switch(us + 80, IDLE, 'R', OWNER).return(us + 90, 7, 1);
    runDry(trace.on(0), stream);
    expect(causeOf(trace)).toEqual({ kind: 'too-slow', cpu: 1 });
  });

  it.each<[string, (trace: TraceText) => void]>([
    ['while it is idle, without ticks', (trace) => trace.switch(2000, OWNER, 'S', IDLE)],
    [
      'while a handler runs, with interrupts off',
      (trace) => trace.event(2000, OWNER, 'irq_handler_entry: irq=10 name=card', 'd.h..'),
    ],
    [
      'while the handler of its timer runs',
      (trace) =>
        trace
          .event(1500, OWNER, 'local_timer_exit: vector=236', 'd.h..')
          .event(2000, OWNER, 'local_timer_entry: vector=236', 'd.h..'),
    ],
    ['if events of it were lost', (trace) => trace.line('CPU:1 [LOST 7 EVENTS]')],
  ])('%s', (_, happen) => {
    const trace = new TraceText();
    tick(trace, 1000, OWNER);
    happen(trace);
    trace.event(90_000, OWNER, 'sys_exit: NR 0 = 0');
    expect(cpuStalls(parseTrace(trace.text())).get(1)).toBeUndefined();
  });
});
