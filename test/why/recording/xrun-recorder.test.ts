import { expect, it } from 'vitest';
import { XrunRecorder } from '../../../src/why/recording/xrun-recorder.js';
import { parseTrace } from '../../../src/why/trace/parse-trace.js';
import type { EventOf } from '../../../src/why/trace/trace-event.js';
import { healthyStream, runDry } from '../healthy-stream.js';
import { IDLE, OWNER, TraceText } from '../trace-text.js';

/** A stream that ran dry while its owner was stopped. */
function stopped() {
  const stream = healthyStream(12);
  const { trace, us } = stream;
  trace.waking(us + 30, OWNER).switch(us + 80, IDLE, 'R', OWNER);
  trace.signal(us + 90, 19, OWNER, { comm: 'sh', pid: 5 }).switch(us + 100, OWNER, 'T', IDLE);
  runDry(trace, stream);
  const text = trace.text();
  const [xrun] = parseTrace(text).events.filter((event) => event.kind === 'xrun');
  return { text, xrun: xrun! };
}

const logOf = (xruns: readonly EventOf<'xrun'>[]) => ({ xruns, urbs: [], lost: 0 });

/** The log of a step, and the text of the recording if it is read. */
interface Step {
  readonly hasXrun: boolean;
  readonly text?: string;
}

/** Explains each step after the one before. */
function explainInTurn(...steps: readonly Step[]) {
  const { xrun } = stopped();
  let log = logOf([]);
  let text: string | undefined;
  const recorder = new XrunRecorder({
    readLog: () => {
      const latest = log;
      log = logOf([]);
      return latest;
    },
    take: () => text!,
    notes: () => [],
  });
  return steps.map((step) => {
    log = logOf(step.hasXrun ? [xrun] : []);
    text = step.text;
    const { xruns, missed } = recorder.explain(() => []);
    return { accounts: xruns?.accounts.length, missed: missed.length };
  });
}

it('explains an xrun of the log, once', () => {
  const { text, xrun } = stopped();
  const notes = ['# alsa-mmap: name 5 bash'];
  const recording = { readLog: () => logOf([xrun]), take: () => text, notes: () => notes };
  const { xruns } = new XrunRecorder(recording).explain(() => ['# alsa-mmap: name 6 sh']);
  expect(xruns!.accounts.map(({ cause }) => cause)).toMatchObject([
    { kind: 'stopped', signal: 'SIGSTOP' },
  ]);
  expect(xruns!.text).toMatch(/name 5 bash\n.*name 6 sh$/);
});

it('does not read the recording without an xrun', () => {
  expect(explainInTurn({ hasXrun: false })).toEqual([{ accounts: undefined, missed: 0 }]);
});

it('explains an xrun that the log has before the recording', () => {
  const { text } = stopped();
  const middle = text.indexOf('\n', text.length / 2) + 1;
  const steps = [
    { hasXrun: true, text: text.slice(0, middle) },
    { hasXrun: false, text: text.slice(middle) },
    { hasXrun: false },
  ];
  expect(explainInTurn(...steps)).toEqual([
    { accounts: 0, missed: 0 },
    { accounts: 1, missed: 0 },
    { accounts: undefined, missed: 0 },
  ]);
});

it.each([
  ['an empty recording', ''],
  ['a recording', new TraceText().call(1, 0).text()],
])('reports an xrun that two readings of %s do not have', (_, text) => {
  const steps = [{ hasXrun: true, text }, { hasXrun: false, text: '' }, { hasXrun: false }];
  expect(explainInTurn(...steps).map(({ missed }) => missed)).toEqual([0, 1, 0]);
});
