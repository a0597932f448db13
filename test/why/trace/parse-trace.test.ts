import { describe, expect, it } from 'vitest';
import { parseTrace } from '../../../src/why/trace/parse-trace.js';
import { IDLE, OWNER, TraceText } from '../trace-text.js';

const only = (line: string) => parseTrace(line).events[0];

describe('parseTrace', () => {
  it('reads the columns of an event', () => {
    const line =
      '          <idle>-0       [001] d.h5.    19.815596: sched_waking: ' +
      'comm=a b pid=218 prio=120 target_cpu=003';
    expect(only(line)).toEqual({
      ...{ kind: 'waking', ns: 19_815_596_000, cpu: 1, inInterrupt: true },
      task: { pid: 0, command: '<idle>' },
      target: { pid: 218, command: 'a b', priority: 120 },
      targetCpu: 3,
    });
  });

  it.each([
    ['a column of process ids', 'my-app-7 (    7) [002] .....  1.000001: sys_exit: NR 0 = -4'],
    ['no flags', 'my-app-7 [002] 1.000001: sys_exit: NR 0 = -4'],
    ['nanoseconds', 'my-app-7 [002] ..... 1.000001000: sys_exit: NR 0 = -4'],
  ])('reads an event with %s', (_, line) => {
    expect(only(line)).toMatchObject({
      ...{ kind: 'return', number: 0, result: -4, ns: 1_000_001_000, cpu: 2 },
      ...{ task: { pid: 7, command: 'my-app' }, inInterrupt: false },
    });
  });

  it('reads a switch between threads with signs in their names', () => {
    const text = new TraceText()
      .switch(5, { comm: 'a prev_pid=1 ==> b', pid: 2 }, 'R+', { comm: 'c=d', pid: 3 }, [-1, 19])
      .text();
    expect(parseTrace(text).events[0]).toMatchObject({
      previous: { pid: 2, command: 'a prev_pid=1 ==> b', priority: -1 },
      previousState: 'R+',
      next: { pid: 3, command: 'c=d', priority: 19 },
    });
  });

  it('reads probes by the function, whatever their names', () => {
    const line =
      'x-1 [000] ..... 1.0000010: my_probe: (__snd_pcm_xrun+0x0/0xc0) ' +
      'ss=0x1 dir=1 hw=9 appl=5 buf=4 rate=44100';
    expect(only(line)).toMatchObject({
      kind: 'xrun',
      pcm: { direction: 'capture', hwPtr: 9, applPtr: 5, bufferSize: 4, rateHz: 44_100 },
    });
  });

  it('assigns a stack to the last event of its CPU', () => {
    const trace = new TraceText().on(0).xrun(10, 2, 1).on(1).elapsed(12, 0, 0);
    const stack = [' <idle>-0 [000] d.h2. 0.000011: <stack trace>', ' => one', ' => two'];
    for (const line of stack) trace.line(line);
    expect(parseTrace(trace.text()).events[0]).toMatchObject({ stack: ['one', 'two'] });
  });

  it('reports lost events with their CPU and time', () => {
    const trace = new TraceText().on(0).return(10, 1).on(1).return(20, 1).return(25, 1);
    trace.line('CPU:0 [LOST 3 EVENTS]').on(0).return(30, 1).line('CPU:1 [LOST EVENTS]');
    trace.return(40, 1);
    expect(parseTrace(trace.text()).lost).toEqual([
      { cpu: 0, count: 3, fromNs: 10_000, toNs: 30_000 },
      { cpu: 1, count: undefined, fromNs: 25_000, toNs: 40_000 },
    ]);
  });

  it('counts overwritten events and lines that it does not understand', () => {
    const events = new TraceText().event(1, OWNER, 'sched_switch: prev_comm=cut').return(2, 1);
    const head = '# entries-in-buffer/entries-written: 810/1010   #P:2\nwhat is this\n';
    const trace = parseTrace(head + events.text());
    expect(trace).toMatchObject({ overwritten: 200, unreadLines: 2 });
    expect(trace.events.map(({ kind }) => kind)).toEqual(['other', 'return']);
  });

  it('reads the descriptors that the recording script adds', () => {
    const text = new TraceText().waking(1, OWNER, IDLE).line('# alsa-mmap: fd 7 3 /a b.wav').text();
    expect(parseTrace(text).descriptors).toEqual(new Map([['7 3', '/a b.wav']]));
  });

  it.each(['', '# tracer: nop\n', 'hello\n'])('refuses a text without an event: %j', (text) => {
    expect(() => parseTrace(text)).toThrow(expect.objectContaining({ code: 'UNSUPPORTED' }));
  });
});
