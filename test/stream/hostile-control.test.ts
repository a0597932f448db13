/** Loops whose control page another process writes at any time: they end with a named error. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MmapCapture } from '../../src/core/mmap-capture.js';
import { MmapPlayback } from '../../src/core/mmap-playback.js';
import { MMAP_CONTROL, MMAP_STATUS } from '../../src/device/abi.js';
import { memoryOf } from '../../src/device/device-memory.js';
import type { Direction } from '../../src/device/params.js';
import { bytesPerFrame } from '../../src/device/params.js';
import type { Mapping } from '../../src/device/pcm-device.js';
import { openSimDevice } from '../../src/sim/card.js';
import { ManualTime } from '../../src/sim/time.js';
import { FrameFifo } from '../../src/stream/frame-fifo.js';
import { Player } from '../../src/stream/player.js';
import { Recorder } from '../../src/stream/recorder.js';
import { codeOf, sizes } from '../core/on-the-sim.js';
import { loopOptions } from './loop.js';

const RING = { ...sizes(100, 1000), channels: 1 } as const;
/** A stream of 5000 frames takes about 100 waits. */
const MAX_WAITS = 60_000;
const CALL_NS = 20_000;
const EXPECTED_CODES = [undefined, 'RANGE', 'XRUN', 'FAILED'];

/** Values written before and after a wait; the script of attacks is repeated. */
interface Attack {
  readonly applPtr: bigint | undefined;
  readonly availMin: bigint | undefined;
  /** Adds the current hw_ptr to `applPtr`. */
  readonly relativeToHwPtr: boolean;
}

const word = fc.oneof(
  fc.constantFrom(0n, 1n, 1000n, 2n ** 53n, 2n ** 62n, 2n ** 63n, 2n ** 64n - 1n),
  fc.bigInt({ min: -2000n, max: 2000n }),
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
);

const attacks = fc.array(
  fc.record({
    applPtr: fc.option(word, { nil: undefined }),
    availMin: fc.option(word, { nil: undefined }),
    relativeToHwPtr: fc.boolean(),
  }),
  { minLength: 1, maxLength: 12 },
);

function attacked(name: string, direction: Direction, script: readonly Attack[], first: number) {
  const time = new ManualTime();
  const device = openSimDevice(name, { direction, ...RING }, time);
  const words = new BigUint64Array((memoryOf(device).mapControl() as Mapping).buffer);
  const status = new BigUint64Array((memoryOf(device).mapStatus() as Mapping).buffer);
  const { wait } = device;
  let waits = 0;
  const write = () => {
    const { applPtr, availMin, relativeToHwPtr } = script[waits % script.length]!;
    if (waits < first) return;
    const from = relativeToHwPtr ? status[MMAP_STATUS.hwPtr / 8]! : 0n;
    if (applPtr !== undefined) words[MMAP_CONTROL.applPtr / 8] = BigInt.asUintN(64, from + applPtr);
    if (availMin !== undefined) words[MMAP_CONTROL.availMin / 8] = BigInt.asUintN(64, availMin);
  };
  device.wait = (timeoutMs) => {
    if (++waits > MAX_WAITS) throw new Error('the loop does not end');
    write();
    time.advance(CALL_NS);
    const bits = wait.call(device, timeoutMs);
    write();
    return bits;
  };
  return { device, options: loopOptions(time) };
}

function play(script: readonly Attack[], first: number) {
  const { device, options } = attacked('sim', 'playback', script, first);
  let left = 5000;
  const source = {
    get ended() {
      return left === 0;
    },
    fill(to: MmapPlayback) {
      const [before, after] = to.dataPtr();
      const frames = Math.min(left, before.frames + after.frames);
      to.commit(frames);
      left -= frames;
      return frames;
    },
  };
  try {
    return codeOf(() => new Player(device, new MmapPlayback(device), source, options).run());
  } finally {
    device.close();
  }
}

function record(script: readonly Attack[], first: number) {
  const { device, options } = attacked('sim', 'capture', script, first);
  const fifo = FrameFifo.allocate(10_000, bytesPerFrame(device.params));
  const io = new MmapCapture(device);
  try {
    return codeOf(() => new Recorder(device, io, fifo, 5000, options).run());
  } finally {
    device.close();
  }
}

describe.each([
  ['player', play],
  ['recorder', record],
] as const)('a %s whose control page another process writes', (_, run) => {
  it('ends in order or with a named error', () => {
    fc.assert(
      fc.property(attacks, fc.integer({ min: 1, max: 80 }), (script, first) => {
        expect(EXPECTED_CODES).toContain(run(script, first));
      }),
      { numRuns: 40 },
    );
  });
});

describe('a loop whose appl_ptr another process keeps moving', () => {
  const keepAt = (applPtr: bigint): Attack[] => [
    { applPtr, availMin: undefined, relativeToHwPtr: true },
  ];

  it.each([
    ['full', 1000n, 1],
    ['full, as it drains,', 1000n, 70],
    ['half full', 500n, 30],
    ['half full, as it drains,', 500n, 70],
  ])('throws FAILED in a player whose ring is kept %s', (_, ahead, first) => {
    expect(play(keepAt(ahead), first)).toBe('FAILED');
  });

  it('throws FAILED in a recorder whose ring is kept empty', () => {
    expect(record(keepAt(0n), 1)).toBe('FAILED');
  });
});
