import { expect, it } from 'vitest';
import { parseRecording } from '../../src/why/parse-recording.js';
import { TraceText } from './trace-text.js';

/** Calls each 10 ms, and an xrun after them. */
function recording(seconds: number): TraceText {
  const trace = new TraceText();
  for (let us = 0; us < 1e6 * seconds; us += 10_000) trace.call(us, 0);
  return trace;
}

it('takes two seconds before the xrun', () => {
  const { events } = parseRecording(recording(10).xrun(1e7, 2000, 1000).text());
  expect(events[0]!.ns).toBe(8e9);
  expect(events.at(-1)).toMatchObject({ kind: 'xrun', ns: 1e10 });
});

it('takes three rings before the xrun of a long ring', () => {
  const text = recording(10)
    .xrun(1e7, 2000, 1000)
    .text()
    .replace('buf=4096', 'rate=48000 buf=96000');
  expect(parseRecording(text).events[0]!.ns).toBe(4e9);
});

it('takes two seconds of a recording without an xrun', () => {
  expect(parseRecording(recording(10).text()).events[0]!.ns).toBe(7.99e9);
});
