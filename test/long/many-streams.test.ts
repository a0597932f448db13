/** Streams opened at the same time, each with its own thread and that of its simulated card. */

import { expect, it } from 'vitest';
import { type CaptureStream, openCapture } from '../../src/stream/capture-stream.js';

const REQUEST = { format: 'S16_LE', channels: 1, rateHz: 8000 } as const;

it.each([
  ...Array.from({ length: 20 }, (_, index) => [8, index + 1] as const),
  ...Array.from({ length: 3 }, (_, index) => [100, index + 1] as const),
])('opens %i streams at once, round %i', async (count) => {
  const openings = Array.from({ length: count }, () => openCapture('sim', REQUEST));
  const results = await Promise.allSettled(openings);
  const streams = results.flatMap((result): CaptureStream[] =>
    result.status === 'fulfilled' ? [result.value] : [],
  );
  const failures = results.flatMap((result) =>
    result.status === 'rejected' ? [String(result.reason)] : [],
  );
  await Promise.all(streams.map((stream) => stream.close()));
  expect(failures).toEqual([]);
});
