import { expect, it } from 'vitest';
import { latestLines } from '../../src/why/latest-lines.js';
import { parseTrace } from '../../src/why/parse-trace.js';
import { OWNER, TraceText } from './trace-text.js';

const HEAD = ['# tracer: nop', '#'];

/** An event each millisecond. */
function events(count: number): string[] {
  const trace = new TraceText();
  for (let ms = 0; ms < count; ms++) trace.call(1000 * ms, ms);
  return trace.text().split('\n').slice(HEAD.length, -1);
}

it.each([1, 2, 3, 100])('leaves out the events before, of %i', (count) => {
  const all = events(count);
  expect(latestLines([...HEAD, ...all], 0.0015)).toEqual([...HEAD, ...all.slice(-2)]);
  expect(latestLines([...HEAD, ...all], 100)).toEqual([...HEAD, ...all]);
});

it('keeps the stack of an event, and the notes at the end', () => {
  const [first = '', second = '', third = ''] = events(3);
  const stack = [' => __snd_pcm_xrun', ' => snd_pcm_update_state'];
  const notes = ['# alsa-mmap: thread 700 player', ''];
  const kept = [second, ...stack, third, ...notes];
  expect(latestLines([...HEAD, first, ...kept], 0.0015)).toEqual([...HEAD, ...kept]);
});

it('returns a text without an event as it is', () => {
  expect(latestLines(['a', 'b'], 1)).toEqual(['a', 'b']);
  expect(latestLines(['# a'], 1)).toEqual(['# a']);
});

it('limits the events that are parsed', () => {
  const text = [...HEAD, ...events(100)].join('\n');
  const trace = parseTrace(text, 0.0105);
  expect(trace.events).toHaveLength(11);
  expect(trace.events[0]!.task).toEqual({ pid: OWNER.pid, command: OWNER.comm });
  expect(parseTrace(text).events).toHaveLength(100);
});
