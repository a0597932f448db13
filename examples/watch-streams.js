/**
 * Watches the streams of other programs without opening a device: a line when a stream opens, stops
 * or closes, has an xrun, or has the lowest fill so far. It also reads the files of top --record.
 *
 *   alsa-mmap top --json --interval 200ms | node examples/watch-streams.js
 */

import { createInterface } from 'node:readline';

let known = new Map();
for await (const line of createInterface({ input: process.stdin })) {
  const { date, streams } = JSON.parse(line);
  const present = new Map(streams.map((stream) => [nameOf(stream), stream]));
  for (const [name, stream] of present) {
    for (const event of eventsOf(stream, known.get(name))) console.log(`${date} ${name}: ${event}`);
  }
  for (const name of known.keys()) if (!present.has(name)) console.log(`${date} ${name}: closed`);
  known = present;
}

function nameOf({ name, direction, owner }) {
  return `${name} ${direction} of ${owner?.command ?? 'an unknown program'}`;
}

function* eventsOf({ state, params, xruns, minFill }, before) {
  if (before === undefined) yield `opened, ${describe(params)}`;
  if (state !== before?.state) yield state;
  if (xruns > (before?.xruns ?? 0)) yield `xrun ${xruns}`;
  if (minFill !== null && minFill < (before?.minFill ?? Infinity)) {
    const ms = (1000 * minFill) / params.rateHz;
    yield `lowest fill ${minFill} of ${params.bufferSize} frames, ${ms.toFixed(1)} ms`;
  }
}

function describe(params) {
  if (params === null) return 'not set up';
  return `${params.format}, ${params.channels} channels, ${params.rateHz} Hz`;
}
