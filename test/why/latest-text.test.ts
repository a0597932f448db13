import { expect, it } from 'vitest';
import { latestText } from '../../src/why/latest-text.js';
import { TraceText } from './trace-text.js';

const HEAD = ['# tracer: nop', '#'];

/** An event each millisecond. */
function events(count: number): string[] {
  const trace = new TraceText();
  for (let ms = 0; ms < count; ms++) trace.call(1000 * ms, ms);
  return trace.text().split('\n').slice(HEAD.length, -1);
}

const latest = (lines: readonly string[], seconds: number) =>
  latestText(lines.join('\n'), seconds).split('\n');

it.each([1, 2, 3, 100])('leaves out the events before, of %i', (count) => {
  const all = events(count);
  expect(latest([...HEAD, ...all, ''], 0.0015)).toEqual([...HEAD, ...all.slice(-2), '']);
  expect(latest([...HEAD, ...all], 0.0015)).toEqual([...HEAD, ...all.slice(-2)]);
  expect(latest([...HEAD, ...all], 100)).toEqual([...HEAD, ...all]);
  expect(latest(all, 0.0015)).toEqual(all.slice(-2));
});

it('keeps the stack of an event, and the notes at the end', () => {
  const [first = '', second = '', third = ''] = events(3);
  const stack = [' => __snd_pcm_xrun', ' => snd_pcm_update_state'];
  const notes = ['# alsa-mmap: thread 700 player', ''];
  const kept = [second, ...stack, third, ...notes];
  expect(latest([...HEAD, first, ...kept], 0.0015)).toEqual([...HEAD, ...kept]);
});

it.each(['', 'a\nb', '# a', '# a\n', '\n'])(
  'returns a text without an event as it is: %j',
  (text) => {
    expect(latestText(text, 1)).toBe(text);
  },
);
