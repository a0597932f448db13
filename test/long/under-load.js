/**
 * Plays a count over snd-aloop and records it, while an endless loop runs on every processor. Exits
 * with 1 if a frame is missing without a reported loss, or if memory grows.
 *
 *   node test/long/under-load.js SECONDS        in the kernel guest
 *
 * Every sample is one more than the sample before it, so the recording itself shows each missing
 * frame. Each break in the count must match a loss of the recording at that frame, or a loss of the
 * playback.
 */

import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { openCapture, openPlayback } from 'alsa-mmap';

const SECONDS = Number(process.argv[2]);
const MOST_MIB = 32;
const WRITE_FRAMES = 4800;
const SIZES = { periodSize: { ns: 50e6 }, bufferSize: { ns: 500e6 } };
const REQUEST = { format: 'S32_LE', channels: 1, rateHz: 48_000, raw: true, ...SIZES };

const burners = Array.from({ length: availableParallelism() }, () =>
  spawn('sh', ['-c', 'while :; do :; done'], { stdio: 'ignore' }),
);
const playback = await openPlayback('hw:Loopback,0', REQUEST);
const capture = await openCapture('hw:Loopback,1', REQUEST);
const ends = performance.now() + SECONDS * 1000;
const reported = { capture: 0, playback: 0, captureLost: 0, playbackLost: 0 };
for (const cause of ['xrun', 'suspend', 'fifo-overflow']) {
  capture.on(cause, ({ lostFrames }) => {
    reported.capture++;
    reported.captureLost += lostFrames;
  });
  playback.on(cause, ({ lostFrames }) => {
    reported.playback++;
    reported.playbackLost += lostFrames;
  });
}

async function play() {
  const samples = new Int32Array(WRITE_FRAMES);
  for (let next = 1; performance.now() < ends; next += WRITE_FRAMES) {
    for (let at = 0; at < WRITE_FRAMES; at++) samples[at] = next + at;
    await playback.write(new Uint8Array(samples.buffer));
  }
  await capture.close();
}

const received = { frames: 0, silent: 0, missing: 0, breaks: 0, unexplained: 0, last: 0 };

function receive(block) {
  const { buffer, byteOffset, length } = block.samples;
  const samples = new Int32Array(buffer.slice(byteOffset, byteOffset + length));
  for (let at = 0; at < samples.length; at++) {
    const value = samples[at];
    received.frames++;
    if (value === 0) {
      received.silent++;
      continue;
    }
    if (received.last > 0 && value !== received.last + 1) {
      received.breaks++;
      received.missing += value - received.last - 1;
      const lostHere = at === 0 && block.lostBefore > 0;
      if (!lostHere && reported.playback === 0) received.unexplained++;
    }
    received.last = value;
  }
}

const memory = [];
const sampler = setInterval(() => memory.push(process.memoryUsage.rss() / 2 ** 20), 1000);
const playing = play();
for await (const block of capture) receive(block);
await playing;
await playback.close();
clearInterval(sampler);
for (const burner of burners) burner.kill('SIGKILL');

const third = Math.ceil(memory.length / 3);
const grownMib = Math.max(...memory.slice(-third)) - Math.max(...memory.slice(third, -third));
const accounted = reported.captureLost + reported.playbackLost;
console.log(JSON.stringify({ seconds: SECONDS, ...received, ...reported, grownMib }));
const whole = received.last > 0 && received.unexplained === 0 && received.missing <= accounted;
process.exit(whole && !(grownMib > MOST_MIB) ? 0 : 1);
