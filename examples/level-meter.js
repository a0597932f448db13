/**
 * Level meter of a capture device: one line per interval, peak and RMS of each channel in dBFS.
 *
 *   node examples/level-meter.js [DEVICE] [SECONDS]
 */

import { findFormat, LevelMeter, openCapture, sampleCodec } from 'alsa-mmap';

const INTERVAL_S = 0.1;
const BAR_DB = 60;
const [device = 'sim', seconds = '5'] = process.argv.slice(2);

const codec = sampleCodec(findFormat('FLOAT_LE'));
const capture = await openCapture(device, { rateHz: 48_000 });
const { channels, rateHz } = capture.params;
const meter = new LevelMeter(channels);
let nextFrame = rateHz * INTERVAL_S;
for await (const { samples, frames, atFrame, lostBefore } of capture) {
  if (lostBefore > 0) console.log(`${lostBefore} frames lost at frame ${atFrame}`);
  meter.addInterleaved(samples, codec, 0, frames);
  if (atFrame + frames < nextFrame) continue;
  nextFrame += rateHz * INTERVAL_S;
  console.log(meter.levels().map(bar).join('  '));
  meter.reset();
  if (atFrame + frames >= rateHz * Number(seconds)) break; // leaving the loop closes the device
}

/** The peak as a bar of 20 cells, and both levels. */
function bar({ peakDbfs, rmsDbfs }) {
  const cells = Math.max(0, Math.round((20 * (peakDbfs + BAR_DB)) / BAR_DB));
  return `${'#'.repeat(cells).padEnd(20)} ${peakDbfs.toFixed(1)} (${rmsDbfs.toFixed(1)}) dBFS`;
}
