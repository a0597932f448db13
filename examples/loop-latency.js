/**
 * Round trip from playback to capture in frames: plays a click and finds it in the recording. The
 * simulated card has a cable between both with LOOP=1; a real one needs a cable.
 *
 *   node examples/loop-latency.js [DEVICE]
 */

import { openDevice, sampleCodec } from 'alsa-mmap';
import { MmapCapture, MmapPlayback } from 'alsa-mmap/direct';

const CLICK_FRAME = 480;
const THRESHOLD = 0.25;
const MAX_FRAMES = 48_000;
const [name = 'sim:LOOP=1'] = process.argv.slice(2);

const request = { rateHz: 48_000, channels: 1, format: 'S16_LE', bufferSize: { frames: 48_000 } };
const output = await openDevice(name, {
  ...request,
  direction: 'playback',
  stopThreshold: 'never', // after the click the ring plays silence
  autoSilence: true,
});
const input = await openDevice(name, { ...request, direction: 'capture' });
const codec = sampleCodec(input.params.format);
const playback = new MmapPlayback(output);
const capture = new MmapCapture(input);
try {
  let frame = 0;
  for (const region of playback.dataPtr()) {
    region.fillSilence();
    const at = CLICK_FRAME - frame;
    if (at >= 0 && at < region.frames) region.set(at, 0, codec.fromNormalized(0.9));
    frame += region.frames;
  }
  playback.commit(frame);
  input.start();
  output.start();
  playback.hwsync();
  capture.hwsync(); // both pointers at nearly the same time
  const played = playback.hwPtr();
  const recorded = capture.hwPtr();
  const found = findClick();
  if (found === undefined) throw new Error(`${name}: no click came back; is there a cable?`);
  const latency = found - recorded - (CLICK_FRAME - played);
  console.log(`${latency} frames, ${((1000 * latency) / input.params.rateHz).toFixed(1)} ms`);
} finally {
  for (const part of [playback, capture, output, input]) part.close();
}

/** Frame of the first loud sample since the start of the capture. */
function findClick() {
  for (let frame = 0; frame < MAX_FRAMES; ) {
    input.wait(1000);
    for (const sample of capture) {
      if (Math.abs(codec.toNormalized(sample)) > THRESHOLD) return frame;
      frame++;
    }
  }
  return undefined;
}
