/**
 * A test of audio code without a sound card: the code under test counts the frames of a recording
 * and of its gaps, and the simulated card has the xruns.
 *
 *   node --test examples/audio-code.test.js
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openCapture } from 'alsa-mmap';

/** The code under test: records a number of frames, and reports every gap. */
async function recordWithGaps(device, frames) {
  const capture = await openCapture(device, { rateHz: 48_000, channels: 1 });
  const gaps = [];
  let recorded = 0;
  for await (const block of capture) {
    if (block.lostBefore > 0) gaps.push({ atFrame: block.atFrame, lost: block.lostBefore });
    recorded += block.frames;
    if (recorded >= frames) break;
  }
  return { recorded, gaps, xruns: capture.counters.get('xruns') };
}

test('records without a gap from a card without faults', async () => {
  const { recorded, xruns } = await recordWithGaps('sim', 9600);
  assert.ok(recorded >= 9600);
  assert.equal(xruns, 0);
});

test('reports the gap of an xrun', async () => {
  const { gaps, xruns } = await recordWithGaps('sim:XRUN=4800', 9600);
  assert.ok(xruns >= 1);
  assert.ok(gaps.length >= 1);
  assert.ok(gaps[0].lost > 0);
});

test('passes on the error of a card that is unplugged', async () => {
  await assert.rejects(recordWithGaps('sim:UNPLUG=4800', 9600), { code: 'DISCONNECTED' });
});
