import { describe, expect, it } from 'vitest';
import type { Account } from '../../../src/why/account/account.js';
import { explainXruns } from '../../../src/why/account/explain-xruns.js';
import { traceModel } from '../../../src/why/account/trace-model.js';
import { parseTrace } from '../../../src/why/trace/parse-trace.js';
import { healthyStream, PERIOD, PERIOD_US, runDry, serve } from '../healthy-stream.js';
import { IDLE, OWNER, TraceText } from '../trace-text.js';

const HOG = { comm: 'hog', pid: 900 } as const;
const SHELL = { comm: 'bash', pid: 5 } as const;
const POLL = '7ffd6e9ea620, 1, ffffffff, 0, 0, 0';

function only(trace: TraceText): Account {
  const accounts = explainXruns(traceModel(parseTrace(trace.text())));
  expect(accounts).toHaveLength(1);
  const [account] = accounts;
  expect(account!.parts.reduce((sum, { ns }) => sum + ns, 0)).toBe(account!.missingNs);
  return account!;
}

/** The owner is woken by the last interrupt and runs from 80 us after it. */
function woken(cycles = 12) {
  const stream = healthyStream(cycles);
  stream.trace.waking(stream.us + 30, OWNER).switch(stream.us + 80, IDLE, 'R', OWNER);
  stream.trace.return(stream.us + 90, 7, 1);
  return stream;
}

describe('the account of an xrun', () => {
  it('names the signal and its sender', () => {
    const stream = woken();
    const { trace, us } = stream;
    trace.signal(us + 100, 20, OWNER, SHELL).switch(us + 200, OWNER, 'T', IDLE);
    const { ranDryUs } = runDry(trace, stream);
    const account = only(trace);
    expect(account.cause).toMatchObject({
      kind: 'stopped',
      signal: 'SIGTSTP',
      culprit: SHELL_TASK,
    });
    expect(account.ranDryNs).toBeCloseTo(ranDryUs * 1e3, -2);
    expect(account.dueNs).toBe(us * 1e3);
  });

  it('names the sender of a signal to the process of which the owner is a thread', () => {
    const stream = woken();
    const { trace, us } = stream;
    const other = { comm: 'other', pid: 800 };
    trace.line('# alsa-mmap: process 700 690').line('# alsa-mmap: process 690 690');
    trace.signal(us + 100, 19, { comm: 'player', pid: 690 }, SHELL);
    trace.signal(us + 110, 20, other, other).switch(us + 200, OWNER, 'T', IDLE);
    runDry(trace, stream);
    const { cause } = only(trace);
    expect(cause).toMatchObject({ kind: 'stopped', signal: 'SIGSTOP', culprit: SHELL_TASK });
  });

  it('does not name a sender that the trace does not show', () => {
    const stream = woken();
    stream.trace.switch(stream.us + 200, OWNER, 'T', IDLE);
    runDry(stream.trace, stream);
    expect(only(stream.trace).cause).toEqual({ kind: 'stopped' });
  });

  it('names a debugger by the state of traced threads', () => {
    const stream = woken();
    stream.trace.switch(stream.us + 200, OWNER, 't', IDLE);
    runDry(stream.trace, stream);
    expect(only(stream.trace).cause).toEqual({ kind: 'stopped', detail: 'traced' });
  });

  it("names the thread that held the owner's CPU, with its priority", () => {
    const stream = woken();
    stream.trace.switch(stream.us + 200, OWNER, 'R', HOG, [120, 19]);
    runDry(stream.trace, stream, HOG);
    expect(only(stream.trace).cause).toEqual({
      kind: 'not-run',
      cpu: 1,
      culprit: { pid: 900, command: 'hog', priority: 19 },
    });
  });

  it('names a thread that held the CPU to the end of the trace, if all switches are in it', () => {
    const stream = healthyStream(12);
    const { trace, us } = stream;
    trace.switch(us + 10, IDLE, 'R', HOG, [120, 19]).switch(us + 20, HOG, 'S', IDLE, [19, 120]);
    trace.waking(us + 30, OWNER).switch(us + 80, IDLE, 'R', OWNER);
    trace.switch(us + 200, OWNER, 'R', HOG, [120, 19]);
    runDry(trace.on(0), stream);
    expect(only(trace).cause).toMatchObject({ kind: 'not-run', culprit: { pid: HOG.pid } });
  });

  it('gives the thread that held the CPU the name that it has at the end of its run', () => {
    const stream = woken();
    const { trace, us } = stream;
    const shell = { ...HOG, comm: 'sh' };
    trace.switch(us + 200, OWNER, 'R', shell, [120, 19]);
    const { us: endUs } = runDry(trace, stream, HOG);
    trace.switch(endUs + 10, HOG, 'S', IDLE, [19, 120]);
    expect(only(trace).cause).toMatchObject({ kind: 'not-run', culprit: { command: 'hog' } });
  });

  it('names a thread that still runs by the name that its events are printed with', () => {
    const stream = woken();
    const { trace, us } = stream;
    trace.switch(us + 200, OWNER, 'R', { ...HOG, comm: 'sh' }, [120, 19]);
    runDry(trace, stream, HOG);
    trace.line('# alsa-mmap: thread 700 player');
    expect(only(trace).cause).toMatchObject({ kind: 'not-run', culprit: { command: 'hog' } });
  });

  it('names a thread that still runs by the program that it has started', () => {
    const stream = woken();
    const { trace, us } = stream;
    const child = { ...HOG, comm: 'sh' };
    trace.switch(us + 200, OWNER, 'R', child, [120, 19]);
    const exec = 'sched_process_exec: filename=/opt/a b/hog pid=900 old_pid=900';
    trace.event(us + 300, child, exec);
    runDry(trace, stream, child);
    trace.line('# alsa-mmap: thread 700 player');
    expect(only(trace).cause).toMatchObject({ kind: 'not-run', culprit: { command: 'hog' } });
  });

  it('names a thread that still runs by the notes about it', () => {
    const stream = healthyStream(12);
    const { trace, us } = stream;
    const shell = { ...HOG, comm: 'sh' };
    trace.switch(us + 10, IDLE, 'R', HOG).switch(us + 20, HOG, 'S', IDLE);
    trace.waking(us + 30, OWNER).switch(us + 80, IDLE, 'R', OWNER);
    trace.switch(us + 200, OWNER, 'R', shell);
    runDry(trace.on(0), stream);
    trace.line('# alsa-mmap: thread 700 player').line('# alsa-mmap: name 900 hog');
    trace.line('# alsa-mmap: priority 900 19');
    expect(only(trace).cause).toMatchObject({ culprit: { command: 'hog', priority: 19 } });
  });

  it('names no thread at the end of a trace that has only the switches of the owner', () => {
    const stream = woken();
    stream.trace.switch(stream.us + 200, OWNER, 'R', HOG, [120, 19]);
    runDry(stream.trace.on(0), stream);
    expect(only(stream.trace).cause).toMatchObject({ kind: 'not-run', detail: 'holder-unknown' });
  });

  it('does not name a thread if the events before and after name different ones', () => {
    const stream = woken();
    stream.trace.switch(stream.us + 200, OWNER, 'R', HOG, [120, 19]);
    stream.trace.event(stream.us + 300, { comm: 'other', pid: 901 }, 'sys_exit: NR 0 = 0');
    runDry(stream.trace, stream, HOG);
    const { parts } = only(stream.trace);
    const named = parts.filter(({ culprit }) => culprit?.pid === 901);
    expect(named).toEqual([]);
    expect(parts).toContainEqual(
      expect.objectContaining({ kind: 'not-run', detail: 'holder-unknown' }),
    );
  });

  it('splits the time of a waiting owner between a thread and an interrupt handler', () => {
    const stream = woken();
    const { trace, us } = stream;
    trace.switch(us + 200, OWNER, 'R', HOG);
    trace.event(us + 10_000, HOG, 'softirq_entry: vec=3 [action=NET_RX]', '..s1.');
    trace.event(us + 14_000, HOG, 'softirq_exit: vec=3 [action=NET_RX]', '..s1.');
    runDry(trace, stream, HOG);
    const interrupted = only(trace).parts.filter(({ kind }) => kind === 'interrupted');
    expect(interrupted).toMatchObject([{ interrupt: 'softirq NET_RX', ns: 4e6 }]);
  });

  it('names the call that blocks, and what its descriptor is', () => {
    const stream = woken();
    const { trace, us } = stream;
    trace.call(us + 100, 0, '3, 7f0, 1000, 0, 0, 0').switch(us + 120, OWNER, 'S', IDLE);
    runDry(trace, stream);
    trace.line('# alsa-mmap: fd 700 3 pipe:[4711]');
    expect(only(trace).cause).toEqual({ kind: 'blocked', call: 'read(3)', target: 'pipe:[4711]' });
  });

  it.each([
    [202, 'futex()'],
    [230, 'clock_nanosleep()'],
    [74, 'fsync(3)'],
    [999, 'system call 999()'],
  ])('names system call %i', (number, call) => {
    const stream = woken();
    stream.trace.call(stream.us + 100, number, '3, 0, 0, 0, 0, 0');
    stream.trace.switch(stream.us + 120, OWNER, 'D', IDLE);
    runDry(stream.trace, stream);
    expect(only(stream.trace).cause).toEqual({ kind: 'blocked', call });
  });

  it('names a page fault', () => {
    const stream = woken();
    const fault = 'page_fault_user: address=0x7f0 ip=0x40 error_code=0x6';
    stream.trace.event(stream.us + 100, OWNER, fault).switch(stream.us + 120, OWNER, 'D', IDLE);
    runDry(stream.trace, stream);
    expect(only(stream.trace).cause).toEqual({ kind: 'blocked', detail: 'page-fault' });
  });

  it('does not count running as page faults, as their end is not recorded', () => {
    const fault = 'page_fault_user: address=0x7f0 ip=0x40 error_code=0x6';
    const stream = woken();
    for (let us = stream.us + 100; us < stream.us + 90_000; us += 500) {
      stream.trace.event(us, OWNER, fault);
    }
    runDry(stream.trace, stream);
    expect(only(stream.trace).cause).toEqual({ kind: 'too-slow', cpu: 1 });
  });

  it.each([
    ['names the holder of a lock', 701, { culprit: { pid: 701, command: 'holder' } }],
    ['names no thread of which a futex that is no mutex has the number', 9, {}],
  ])('%s', (_, holder, expected) => {
    const stream = woken();
    const { trace, us } = stream;
    const probe = `lock: (futex_wait+0x4/0x100) holder=${holder}`;
    trace
      .call(us + 100, 202)
      .event(us + 110, OWNER, probe)
      .switch(us + 120, OWNER, 'S', IDLE);
    runDry(trace, stream);
    trace.line('# alsa-mmap: thread 701 holder');
    expect(only(trace).cause).toEqual({ kind: 'blocked', call: 'futex()', ...expected });
  });

  it.each([
    ['takes the priority of a thread at the end of the trace from the notes', 900, 19],
    ['does not claim the priority of a thread that has ended since', 901, Number.NaN],
  ])('%s', (_, noted, priority) => {
    const stream = healthyStream(12);
    const { trace, us } = stream;
    trace.switch(us + 10, IDLE, 'R', HOG).switch(us + 20, HOG, 'S', IDLE);
    trace.waking(us + 30, OWNER).switch(us + 80, IDLE, 'R', OWNER);
    trace.switch(us + 200, OWNER, 'R', HOG);
    runDry(trace.on(0), stream);
    trace.line('# alsa-mmap: thread 700 player').line(`# alsa-mmap: priority ${noted} 19`);
    expect(only(trace).cause.culprit).toMatchObject({ pid: HOG.pid, priority });
  });

  it('names the thread that ran instead of the thread of the interrupt', () => {
    const { trace, us, hw, appl } = healthyStream(12);
    const handler = { comm: 'irq/10-card', pid: 90 };
    const full = appl + PERIOD;
    serve(trace, us);
    const lateUs = us + 5 * PERIOD_US;
    trace.switch(us + 300, IDLE, 'S', HOG, [120, 19]).waking(us + PERIOD_US, handler, HOG);
    trace.switch(lateUs - 10, HOG, 'S', handler, [19, 49]).elapsed(lateUs, hw, full, handler);
    trace.update(lateUs + 20, hw + 5 * PERIOD, full, handler);
    trace.xrun(lateUs + 30, hw + 5 * PERIOD, full, handler);
    expect(only(trace).cause).toEqual({
      ...{ kind: 'interrupt-late', detail: 'thread-not-run', interrupt: 'irq/10-card (90)' },
      ...{ cpu: 1, culprit: { pid: 900, command: 'hog', priority: 19 } },
    });
  });

  it('reports a linked stream that was stopped, with the one that ran dry', () => {
    const stream = woken();
    stream.trace.switch(stream.us + 200, OWNER, 'T', IDLE);
    runDry(stream.trace, stream);
    const lines = stream.trace
      .text()
      .split('\n')
      .map((line) => `${line} group=0xa num=0`);
    const others = lines.filter((line) => / (elapsed|upd): /.test(line));
    const earlier = (_: string, time: string) => `${(Number(time) - 3e-5).toFixed(6)}:`;
    const [linked, separate] = ['a', 'b'].map((group) =>
      others.map((line) =>
        line
          .replace(/(\d+\.\d{6}):/, earlier)
          .replace(/ss=\w+/, `ss=0x${group}1`)
          .replace('group=0xa num=0', `group=0x${group} num=1`),
      ),
    );
    const explain = (more: readonly string[]) =>
      explainXruns(traceModel(parseTrace([...lines, ...more].join('\n'))));
    expect(explain(separate!)).toHaveLength(1);
    const [first, second] = explain(linked!);
    expect(first!.cause).toEqual({ kind: 'stopped' });
    expect(second).toMatchObject({
      stream: { subdevice: 1 },
      cause: { kind: 'linked', target: 'hw:2,0,0, playback' },
      missingNs: first!.missingNs,
      parts: first!.parts,
    });
  });

  it.each([
    ['the first interrupt after a commit', 1, 0],
    ['the interrupt at which avail_min is reached', 2 * PERIOD, 1],
    ['the first one, if avail_min is not reached before the ring is dry', 4096, 0],
  ])('begins the missing time at %s', (_, availMin, periods) => {
    const stream = healthyStream(12);
    runDry(stream.trace, stream);
    const text = stream.trace.text().replace(/ appl=\d+/g, `$& min=${availMin}`);
    const [account] = explainXruns(traceModel(parseTrace(text)));
    expect(account!.dueNs).toBe((stream.us + periods * PERIOD_US) * 1e3);
  });

  it('reports an owner that no interrupt wakes', () => {
    const stream = healthyStream(12);
    runDry(stream.trace, stream);
    expect(only(stream.trace).cause).toEqual({ kind: 'not-woken', call: 'poll()' });
  });

  it('distinguishes the time before the next interrupt', () => {
    const { trace, us, hw, appl } = healthyStream(12);
    const at = (cycle: number) => us + cycle * PERIOD_US;
    for (const cycle of [1, 2, 3, 4]) {
      const written = cycle < 3 ? appl : appl + 100;
      trace.elapsed(at(cycle), hw + (cycle - 1) * PERIOD, written);
      trace.update(at(cycle) + 20, hw + cycle * PERIOD, written);
    }
    // The owner commits 100 frames only, and sleeps again.
    serve(trace, at(2));
    trace.xrun(at(4) + 30, hw + 4 * PERIOD, appl + 100);
    const { parts, dueNs } = only(trace);
    expect(dueNs).toBe((at(2) + 200) * 1e3);
    const ofSleep = { kind: 'not-woken', call: 'poll()' };
    expect(parts.slice(0, 2)).toMatchObject([{ ...ofSleep, detail: 'before-interrupt' }, ofSleep]);
    expect(parts[0]!.ns).toBe((PERIOD_US - 220) * 1e3);
    expect(parts[1]!.detail).toBeUndefined();
  });

  it("has the frequency of the owner's CPU", () => {
    const stream = woken();
    stream.trace.switch(stream.us + 200, OWNER, 'R', HOG, [120, 19]);
    runDry(stream.trace, stream, HOG);
    expect(only(stream.trace).frequency).toBeUndefined();
    const change = (us: number, kHz: number, cpu: number) =>
      stream.trace.event(us, IDLE, `cpu_frequency: state=${kHz} cpu_id=${cpu}`);
    change(1_050_000, 3_400_000, 1);
    change(1_060_000, 1_200_000, 1);
    change(1_070_000, 800_000, 0);
    const { frequency } = only(stream.trace);
    expect(frequency).toEqual({ cpu: 1, kHz: 1_200_000, maxKHz: 3_400_000 });
  });

  it('begins the missing time of a capture at the interrupt after the last read', () => {
    const trace = new TraceText();
    let [us, hw] = [1_000_000, 0];
    for (let cycle = 0; cycle < 12; cycle++) {
      trace.elapsed(us, hw, hw).update(us + 20, hw + PERIOD, hw);
      serve(trace, us);
      [us, hw] = [us + PERIOD_US, hw + PERIOD];
    }
    const [dueUs, appl] = [us, hw];
    trace.signal(us - 100, 19, OWNER, SHELL).switch(us - 90, OWNER, 'T', IDLE);
    for (; hw - appl <= 4096; us += PERIOD_US, hw += PERIOD) {
      trace.elapsed(us, hw, appl).update(us + 20, hw + PERIOD, appl);
    }
    trace.xrun(us - PERIOD_US + 30, hw, appl);
    const [account] = explainXruns(
      traceModel(parseTrace(trace.text().replaceAll('dir=0', 'dir=1'))),
    );
    expect(account).toMatchObject({ dueNs: dueUs * 1e3, cause: { kind: 'stopped' } });
    expect(account!.parts).toMatchObject([{ kind: 'stopped', share: 1 }]);
  });

  it('counts the time before a commit that leaves the ring nearly dry', () => {
    const { trace, us, hw, appl } = healthyStream(12);
    const at = (cycle: number) => us + cycle * PERIOD_US;
    trace.waking(us + 30, OWNER).switch(us + 50, IDLE, 'R', HOG);
    for (const cycle of [1, 2, 3]) {
      trace.elapsed(at(cycle), hw + (cycle - 1) * PERIOD, appl, HOG);
      trace.update(at(cycle) + 20, hw + cycle * PERIOD, appl, HOG);
    }
    // The owner runs 1 ms before the ring is dry, and commits 48 frames, which last as long.
    trace.switch(at(3) - 1000, HOG, 'R', OWNER).switch(at(3) - 800, OWNER, 'R', HOG);
    trace.elapsed(at(4), hw + 3 * PERIOD, appl + 48, HOG);
    trace.update(at(4) + 20, hw + 4 * PERIOD, appl + 48, HOG);
    trace.xrun(at(4) + 30, hw + 4 * PERIOD, appl + 48, HOG);
    const { dueNs, cause } = only(trace);
    expect(dueNs).toBe(us * 1e3);
    expect(cause).toMatchObject({ kind: 'not-run', culprit: { pid: HOG.pid } });
  });

  it('dates a commit before the call of poll that does not get to sleep', () => {
    const { trace, us, hw, appl } = healthyStream(12);
    trace
      .waking(us + 30, OWNER)
      .switch(us + 80, IDLE, 'R', OWNER)
      .return(us + 90, 7, 1);
    trace.call(us + 150, 7, POLL);
    const full = appl + PERIOD;
    const lateUs = us + 5 * PERIOD_US;
    trace.elapsed(lateUs, hw, full, OWNER).update(lateUs + 20, hw + 5 * PERIOD, full, OWNER);
    trace.xrun(lateUs + 30, hw + 5 * PERIOD, full, OWNER);
    const { commits, dueNs, cause } = only(trace);
    expect(commits.at(-1)!.ns).toBe((us + 150) * 1e3);
    expect(dueNs).toBe((us + PERIOD_US) * 1e3);
    expect(cause).toMatchObject({ kind: 'interrupt-late', cpu: 1 });
  });

  it('reports interrupts that do not come, from the moment when one was due', () => {
    const { trace, us, hw, appl } = healthyStream(12);
    serve(trace, us);
    const full = appl + PERIOD;
    const lateUs = us + 5 * PERIOD_US;
    trace.elapsed(lateUs, hw, full).update(lateUs + 20, hw + 5 * PERIOD, full);
    trace.xrun(lateUs + 30, hw + 5 * PERIOD, full);
    const account = only(trace);
    expect(account.cause).toEqual({ kind: 'interrupt-late', cpu: 1 });
    expect(account.dueNs).toBe((us + PERIOD_US) * 1e3);
    expect(account.parts).toHaveLength(1);
  });

  it('names the handler that kept the CPU from taking the interrupt', () => {
    const { trace, us, hw, appl } = healthyStream(12);
    serve(trace, us);
    const full = appl + PERIOD;
    const lateUs = us + 5 * PERIOD_US;
    trace.event(us + 10_000, IDLE, 'local_timer_entry: vector=236', 'd.h1.');
    trace.event(lateUs - 10, IDLE, 'local_timer_exit: vector=236', 'd.h1.');
    trace.elapsed(lateUs, hw, full).update(lateUs + 20, hw + 5 * PERIOD, full);
    trace.xrun(lateUs + 30, hw + 5 * PERIOD, full);
    const { cause, parts } = only(trace);
    expect(cause).toEqual({
      ...{ kind: 'interrupt-late', detail: 'other-handler', cpu: 1 },
      interrupt: 'irq LOC local timer',
    });
    expect(parts[0]!.share).toBeGreaterThan(0.99);
  });

  it('reports an owner that computes for too long', () => {
    const stream = woken();
    const { us } = runDry(stream.trace, stream, OWNER);
    stream.trace.call(us + 50_000, 7, POLL);
    const { cause, runTimes } = only(stream.trace);
    expect(cause).toMatchObject({ kind: 'too-slow', cpu: 1 });
    expect(runTimes).toMatchObject({ medianNs: expect.closeTo(220_000, -6) });
    expect(runTimes!.maxNs).toBeGreaterThan(2 * PERIOD_US * 1e3);
  });

  it('reports a pointer that leaps ahead of the clock', () => {
    const { trace, us, hw, appl } = healthyStream(12);
    serve(trace, us);
    const next = us + PERIOD_US;
    trace.elapsed(next, hw, appl + PERIOD).update(next + 20, hw + 5 * PERIOD, appl + PERIOD);
    trace.xrun(next + 30, hw + 5 * PERIOD, appl + PERIOD);
    const account = only(trace);
    expect(account.cause).toEqual({ kind: 'pointer-leapt' });
    expect(account.ranDryNs).toBe((next + 20) * 1e3);
    expect(account.missingNs).toBeCloseTo(3 * PERIOD_US * 1e3, -6);
  });

  it('reports the XRUN ioctl, and who issued it', () => {
    const { trace, us, hw, appl } = healthyStream(12);
    serve(trace, us);
    trace.call(us + 5000, 16, '4, 4148, 0, 0, 0, 0', SHELL);
    trace.xrun(us + 5010, hw, appl + PERIOD, SHELL, '.....');
    const account = only(trace);
    expect(account.cause).toMatchObject({
      kind: 'declared',
      detail: 'by-ioctl',
      culprit: { pid: 5 },
    });
    expect(account.noticed.by).toBe('onlooker');
    expect(account.missingNs).toBe((1e9 * (appl + PERIOD - hw)) / 48_000);
  });

  it('reports the XRUN ioctl of a process whose calls are not recorded', () => {
    const { trace, us, hw, appl } = healthyStream(12);
    serve(trace, us);
    trace.xrun(us + 5010, hw, appl + PERIOD, SHELL, '.....');
    trace.line('            bash-5       [001] .....    20.567578: <stack trace>');
    for (const frame of ['__snd_pcm_xrun', 'snd_pcm_common_ioctl']) trace.line(` => ${frame}`);
    const { cause } = only(trace);
    expect(cause).toEqual({ kind: 'declared', detail: 'by-ioctl', culprit: SHELL_TASK });
  });

  it('reports an xrun that the driver declared', () => {
    const { trace, us, hw, appl } = healthyStream(12);
    serve(trace, us);
    trace.xrun(us + 5010, hw, appl + PERIOD);
    trace.line('          <idle>-0       [001] d.h2.    20.567578: <stack trace>');
    for (const frame of ['__snd_pcm_xrun', 'snd_pcm_stop_xrun', 'usb_hcd'])
      trace.line(` => ${frame}`);
    expect(only(trace).cause).toEqual({ kind: 'declared', detail: 'by-driver' });
  });

  it('looks for the cause before a driver declared the xrun of a ring that was nearly dry', () => {
    const { trace, us, hw, appl } = woken();
    trace.signal(us + 100, 20, OWNER, SHELL).switch(us + 200, OWNER, 'T', IDLE);
    for (const cycle of [1, 2]) {
      const atUs = us + cycle * PERIOD_US;
      trace.elapsed(atUs, hw + (cycle - 1) * PERIOD, appl);
      trace.update(atUs + 20, hw + cycle * PERIOD, appl);
    }
    trace.xrun(us + 58_000, appl - PERIOD, appl);
    trace.line('          <idle>-0       [001] d.h2.    20.567578: <stack trace>');
    for (const frame of ['__snd_pcm_xrun', 'snd_pcm_stop_xrun']) trace.line(` => ${frame}`);
    const account = only(trace);
    expect(account.cause).toMatchObject({ kind: 'stopped', culprit: SHELL_TASK });
    expect(account).toMatchObject({ missingNs: 58e6, ranDryNs: (us + 58_000) * 1e3 });
  });

  it('does not guess who stopped a stream whose ring was not empty', () => {
    const { trace, us, hw, appl } = healthyStream(12);
    serve(trace, us);
    trace.xrun(us + 5010, hw, appl + PERIOD);
    expect(only(trace).cause).toEqual({ kind: 'unknown', detail: 'ring-not-empty' });
  });

  it('calls time unknown in which events were lost', () => {
    const stream = woken();
    const { trace, us } = stream;
    trace.switch(us + 200, OWNER, 'R', HOG).line('CPU:1 [LOST 512 EVENTS]');
    runDry(trace, stream, HOG);
    const account = only(trace);
    expect(account.cause).toEqual({ kind: 'unknown', detail: 'lost-events' });
    const known = account.parts.filter(({ kind }) => kind !== 'unknown');
    expect(known.reduce((sum, { share }) => sum + share, 0)).toBeLessThan(0.01);
  });

  it('calls the cause unknown without an event of the owner', () => {
    const { trace, us, hw, appl } = healthyStream(0);
    for (let n = 0; n < 9; n++) {
      trace.elapsed(us + n * PERIOD_US, hw + n * PERIOD, appl);
      trace.update(us + n * PERIOD_US + 20, hw + (n + 1) * PERIOD, appl);
    }
    trace.xrun(us + 8 * PERIOD_US + 30, hw + 9 * PERIOD, appl);
    const { cause, owner } = only(trace);
    expect(cause).toMatchObject({ kind: 'unknown', detail: 'no-owner' });
    expect(owner).toBeUndefined();
  });

  it.each(['sched_waking', 'sched_switch'])('does not conclude from %s if it has none', (event) => {
    const stream = healthyStream(12);
    const lines = runDry(stream.trace, stream) && stream.trace.text().split('\n');
    const text = lines.filter((line) => !line.includes(`${event}:`)).join('\n');
    const [account] = explainXruns(traceModel(parseTrace(text)));
    expect(account!.cause).toEqual({ kind: 'unknown', detail: 'no-event' });
    expect(account!.owner).toMatchObject({ pid: OWNER.pid });
  });

  it("finds the owner if the card's handler is a thread", () => {
    const stream = woken();
    stream.trace.switch(stream.us + 200, OWNER, 'T', IDLE);
    runDry(stream.trace, stream);
    const handler = 'irq/16-snd'.padStart(16);
    const text = stream.trace
      .text()
      .replace(/^ *<idle>-0( +\[001\]) d\.h..(?=.*(: \(|waking))/gm, `${handler}-99$1 .....`);
    const [account] = explainXruns(traceModel(parseTrace(text)));
    expect(account).toMatchObject({ owner: { pid: OWNER.pid }, noticed: { by: 'interrupt' } });
  });

  it('is not given for a healthy stream', () => {
    expect(explainXruns(traceModel(parseTrace(healthyStream(50).trace.text())))).toEqual([]);
  });

  it('reads calls by the numbers of arm64', () => {
    const stream = woken();
    const { trace, us } = stream;
    trace.call(us + 95, 29, '4, 4122, 0, 0, 0, 0').return(us + 97, 29);
    trace.call(us + 100, 63, '3, 7f0, 1000, 0, 0, 0').switch(us + 120, OWNER, 'S', IDLE);
    runDry(trace, stream);
    expect(only(trace).cause).toEqual({ kind: 'blocked', call: 'read(3)' });
  });
});

const SHELL_TASK = { pid: 5, command: 'bash' };
