import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { MmapPlayback } from '../../src/core/mmap-playback.js';
import { openSimDevice } from '../../src/sim/card.js';
import { ManualTime } from '../../src/sim/time.js';
import { repetitions } from '../brief.js';
import { expectFlat } from './cycles.js';

const REQUEST = {
  direction: 'playback',
  periodSize: { frames: 64 },
  bufferSize: { frames: 4096 },
} as const;

it('leaks nothing in 10,000 open, play and close cycles in manual time', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const time = new ManualTime();
  const cycles = (count: number) => {
    for (let i = 0; i < count; i++) cycle(time);
  };
  const held = async () => {
    collect();
    // A thread frees collected memory.
    await sleep(100);
    collect();
    const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
    return {
      usedMib: (heapUsed + arrayBuffers) / 2 ** 20,
      rssMib: rss / 2 ** 20,
      descriptors: readdirSync('/proc/self/fd').length,
    };
  };
  cycles(5000);
  const before = await held();
  cycles(5000);
  const after = await held();
  // The 5000 rings alone would be 78 MiB.
  expect(after.usedMib - before.usedMib).toBeLessThan(2);
  // The allocator decides when to return freed memory to the system.
  expect(after.rssMib - before.rssMib).toBeLessThan(64);
  expect(after.descriptors).toBe(before.descriptors);
});

const REAL_CYCLES = repetitions(60, 200);
it(`leaks nothing in ${REAL_CYCLES} open, play and close cycles in real time`, () => {
  expectFlat('sim', REAL_CYCLES, 8);
});

function cycle(time: ManualTime): void {
  const device = openSimDevice('sim', REQUEST, time);
  const io = new MmapPlayback(device);
  for (const region of io.dataPtr()) region.fillSilence();
  io.commit(io.avail());
  device.start();
  while (io.hwPtr() === 0) device.wait(100);
  device.drop();
  io.close();
  device.close();
}
