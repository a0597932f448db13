/** Checks the core while another thread writes garbage into the control page. */

import { Worker } from 'node:worker_threads';
import { describe, expect, it, onTestFinished } from 'vitest';
import { MmapCapture } from '../../src/core/mmap-capture.js';
import type { MmapIO } from '../../src/core/mmap-io.js';
import { MmapPlayback } from '../../src/core/mmap-playback.js';
import { Snapshot } from '../../src/core/snapshot.js';
import { memoryOf } from '../../src/device/device-memory.js';
import { openDevice } from '../../src/device/open.js';
import type { Direction } from '../../src/device/params.js';
import type { Mapping, PcmDevice } from '../../src/device/pcm-device.js';
import { codeOf, sizes } from './on-the-sim.js';

const ROUNDS = 20_000;
const RING = sizes(100, 1000);

/** Starts a thread that writes invalid values into appl_ptr and avail_min at full speed. */
async function hostileThread(device: PcmDevice): Promise<void> {
  const { buffer } = memoryOf(device).mapControl() as Mapping;
  const worker = new Worker(
    `const { workerData, parentPort } = require('node:worker_threads');
     const words = new BigUint64Array(workerData);
     const garbage = [0n, 1n, 500n, 1000n, 1001n, 2000n, 2n ** 32n, 2n ** 53n, 2n ** 53n + 1n,
       2n ** 61n, 2n ** 62n, 2n ** 63n - 1n, 2n ** 63n, 2n ** 64n - 1n, 2n ** 64n - 1000n];
     for (let i = 0; ; i++) {
       Atomics.store(words, 0, garbage[i % garbage.length]);
       Atomics.store(words, 1, garbage[(i * 7) % garbage.length]);
       if (i === 100) parentPort.postMessage('writes');
     }`,
    { eval: true, workerData: buffer },
  );
  onTestFinished(async () => {
    await worker.terminate();
  });
  await new Promise((resolve) => worker.once('message', resolve));
}

async function attacked(direction: Direction) {
  const device = await openDevice('sim', { direction, stopThreshold: 'never', ...RING });
  onTestFinished(() => device.close());
  const io: MmapIO = direction === 'playback' ? new MmapPlayback(device) : new MmapCapture(device);
  if (direction === 'playback') io.commit(1000);
  device.start();
  await hostileThread(device);
  return { device, io };
}

/** Returns 'done' or 'RANGE'; fails for any other error. */
function outcome(call: () => unknown): string {
  const code = codeOf(call) ?? 'done';
  expect(['done', 'RANGE']).toContain(code);
  return code;
}

describe.each(['playback', 'capture'] as const)(
  'a %s stream with a hostile control page',
  (direction) => {
    it('returns regions inside the ring, or throws RANGE', async () => {
      const { io } = await attacked(direction);
      const seen = new Map<string, number>();
      for (let round = 0; round < ROUNDS; round++) {
        const code = outcome(() => {
          const [first, second] = io.dataPtr();
          const lies =
            first.offset >= 0 &&
            first.frames >= 0 &&
            first.offset + first.frames <= 1000 &&
            second.offset === 0 &&
            second.frames >= 0 &&
            first.frames + second.frames <= 1000;
          if (!lies) expect.fail(`${first.offset}+${first.frames}, ${second.frames}`);
        });
        seen.set(code, (seen.get(code) ?? 0) + 1);
      }
      // Both outcomes prove that the other thread ran.
      expect([...seen.keys()].sort()).toEqual(['RANGE', 'done']);
    });

    it('takes snapshots, waits and commits without an undocumented error', async () => {
      const { device, io } = await attacked(direction);
      const snapshot = new Snapshot();
      for (let round = 0; round < ROUNDS / 10; round++) {
        outcome(() => io.snapshot(snapshot));
        outcome(() => io.avail());
        outcome(() => io.commit(round % 2000));
        outcome(() => io.control.setAvailMin(100));
        outcome(() => io.hwsync());
        if (round % 100 === 0) outcome(() => device.wait(1));
      }
    });

    it('copies no sample outside the ring', async () => {
      const { io } = await attacked(direction);
      for (let round = 0; round < 500; round++) {
        outcome(() => {
          if (io instanceof MmapPlayback) {
            const frames = io.write(new Array<number>(300).fill(1));
            expect(frames).toBeLessThanOrEqual(300 / io.channels);
            return;
          }
          let samples = 0;
          for (const sample of io as MmapCapture) {
            if (!Number.isInteger(sample) || ++samples > 1000 * io.channels)
              expect.fail(`${sample}`);
          }
        });
      }
    });
  },
);
