/** Reads the pointers of a running stream a million times, between two calls visible to strace. */

import { existsSync } from 'node:fs';
import { MmapPlayback, Snapshot } from '../../dist/direct.js';
import { openDevice } from '../../dist/index.js';

const READS = 1_000_000;

const device = await openDevice(process.argv[2], { direction: 'playback', stopThreshold: 'never' });
const io = new MmapPlayback(device);
const snapshot = new Snapshot();

function read(times) {
  let sum = 0;
  for (let i = 0; i < times; i++) {
    sum += io.hwPtr() + io.applPtr() + io.avail() + io.state() + io.snapshot(snapshot).hwPtr;
    io.commit(0);
  }
  return sum;
}

device.start();
// In rounds: V8 compiles the loop and what it calls one after the other, beside the program.
for (let round = 0; round < 6; round++) {
  read(READS / 5);
  await new Promise((resolve) => setTimeout(resolve, 300));
}
existsSync('/the-reads-begin');
const sum = read(READS);
existsSync('/the-reads-end');
console.log(Number.isNaN(sum) ? 'nothing' : `reads ${READS}`);
io.close();
device.close();
