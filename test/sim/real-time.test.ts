import { describe, expect, it, onTestFinished } from 'vitest';
import { MmapPlayback } from '../../src/core/mmap-playback.js';
import { MMAP_STATUS } from '../../src/device/abi.js';
import { memoryOf } from '../../src/device/device-memory.js';
import type { Mapping } from '../../src/device/pcm-device.js';
import { openSimDevice } from '../../src/sim/card.js';
import { dumpPath, readWavChannels } from './dump.js';

const PATIENCE_MS = 15_000;

function spinUntil(done: () => boolean): void {
  const endMs = performance.now() + PATIENCE_MS;
  while (!done()) if (performance.now() > endMs) throw new Error('timed out');
}

describe('the simulated card in real time', () => {
  it('moves hw_ptr in plain memory while its user makes no call at all', () => {
    const device = openSimDevice('sim', { direction: 'capture', stopThreshold: 'never' });
    onTestFinished(() => device.close());
    const { buffer } = memoryOf(device).mapStatus() as Mapping;
    const page = new Float64Array(buffer);
    device.start();
    let last = 0;
    for (let moves = 0; moves < 3; moves++) {
      spinUntil(() => page[MMAP_STATUS.hwPtr / 8] !== last);
      last = page[MMAP_STATUS.hwPtr / 8]!;
    }
    expect(new BigInt64Array(buffer)[MMAP_STATUS.hwPtr / 8]).toBeGreaterThanOrEqual(3072n);
  });

  it('plays the ring into the DUMP file, from both threads', () => {
    const path = dumpPath();
    const device = openSimDevice(`sim:DUMP=${path}`, { direction: 'playback', channels: 1 });
    onTestFinished(() => device.close());
    const io = new MmapPlayback(device);
    io.write(Array.from({ length: 4096 }, (_, frame) => frame - 2000));
    device.start();
    spinUntil(() => {
      io.hwsync();
      return io.hwPtr() > 3000;
    });
    device.drop();
    device.close();
    const [heard] = readWavChannels(path);
    expect(heard!.length).toBeGreaterThan(3000);
    expect(heard).toEqual(Array.from({ length: heard!.length }, (_, frame) => frame - 2000));
  });
});
