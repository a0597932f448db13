import { expect, it } from 'vitest';
import { textFrom } from '../../../src/why/trace/text-from.js';
import { TraceText } from '../trace-text.js';

const HEAD = ['# tracer: nop', '#'];

/** An event each millisecond, the first at 0. */
function events(count: number): string[] {
  const trace = new TraceText();
  for (let ms = 0; ms < count; ms++) trace.call(1000 * ms, ms);
  return trace.text().split('\n').slice(HEAD.length, -1);
}

const from = (lines: readonly string[], ns: number) => textFrom(lines.join('\n'), ns).split('\n');

it.each([1, 2, 3, 100])('leaves out the events before, of %i', (count) => {
  const all = events(count);
  const ns = 1e6 * (count - 2);
  expect(from([...HEAD, ...all, ''], ns)).toEqual([...HEAD, ...all.slice(-2), '']);
  expect(from([...HEAD, ...all], ns)).toEqual([...HEAD, ...all.slice(-2)]);
  expect(from([...HEAD, ...all], 0)).toEqual([...HEAD, ...all]);
  expect(from(all, ns)).toEqual(all.slice(-2));
  expect(from([...HEAD, ...all], 1e6 * count)).toEqual([...HEAD, '']);
});

it('keeps the stack of an event, and the notes at the end', () => {
  const [first = '', second = '', third = ''] = events(3);
  const stack = [' => __snd_pcm_xrun', ' => snd_pcm_update_state'];
  const notes = ['# alsa-mmap: thread 700 player', ''];
  const kept = [second, ...stack, third, ...notes];
  expect(from([...HEAD, first, ...kept], 1e6)).toEqual([...HEAD, ...kept]);
});

it.each(['', 'a\nb', '# a', '# a\n', '\n'])(
  'returns a text without an event as it is: %j',
  (text) => {
    expect(textFrom(text, 0)).toBe(text);
  },
);
