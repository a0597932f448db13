/**
 * Opens a device, plays into its ring until hw_ptr has moved, and closes it, many times without a
 * pause. Prints as JSON the resources of the process after half of the cycles and at the end.
 *
 *   node --expose-gc many-cycles.js DEVICE CYCLES
 */

import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { MmapPlayback } from '../../dist/direct.js';
import { openDevice } from '../../dist/index.js';

const [device, cycles] = [process.argv[2], Number(process.argv[3])];
const REQUEST = {
  direction: 'playback',
  periodSize: { frames: 64 },
  bufferSize: { frames: 16_384 },
};

async function cycle() {
  const pcm = await openDevice(device, REQUEST);
  const io = new MmapPlayback(pcm);
  for (const region of io.dataPtr()) region.fillSilence();
  io.commit(io.avail());
  pcm.start();
  while (io.hwPtr() === 0) pcm.wait(100);
  pcm.drop();
  io.close();
  pcm.close();
}

async function held() {
  // Terminated threads end asynchronously.
  await sleep(200);
  globalThis.gc();
  return {
    rssMib: process.memoryUsage.rss() / 2 ** 20,
    descriptors: readdirSync('/proc/self/fd').length,
    threads: readdirSync('/proc/self/task').length,
  };
}

const warm = Math.floor(cycles / 2);
for (let i = 0; i < warm; i++) await cycle();
const before = await held();
for (let i = warm; i < cycles; i++) await cycle();
console.log(JSON.stringify({ before, after: await held() }));
