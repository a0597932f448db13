import { Snapshot } from '../../core/snapshot.js';
import { MMAP_STATUS } from '../../device/abi.js';
import { type NativeBaseline, nativeBaseline } from '../../device/addon.js';
import { memoryOf } from '../../device/device-memory.js';
import { type PcmDevice, POSITION_CALLS } from '../../device/pcm-device.js';
import { monotonicNs } from '../../stream/monotonic.js';
import type { TimedRun } from '../batch.js';
import type { FreeStream } from '../free-stream.js';

/** A call whose cost is measured, or the reason why it cannot be. */
export interface OverheadCase {
  readonly name: string;
  readonly run?: TimedRun;
  readonly unavailable?: string;
}

/** The read of hw_ptr: the reference for limits and comparisons. */
export const PAGE_READ = 'hwPtr()';

let sink = 0;

/**
 * Each case has its own loop function, and its result is used, so that nothing is optimized away.
 */
function timed(name: string, loop: (count: number) => number): OverheadCase {
  return {
    name,
    run: (count) => {
      const beganNs = monotonicNs();
      sink = (sink + loop(count)) % 2;
      return monotonicNs() - beganNs;
    },
  };
}

/** All cases, in the order of the output. */
export function overheadCases({ device, io }: FreeStream): OverheadCase[] {
  const snapshot = new Snapshot();
  return [
    ...nativeCases(device),
    timed(PAGE_READ, (count) => {
      let sum = 0;
      for (let i = 0; i < count; i++) sum += io.hwPtr();
      return sum;
    }),
    timed('avail()', (count) => {
      let sum = 0;
      for (let i = 0; i < count; i++) sum += io.avail();
      return sum;
    }),
    timed('snapshot()', (count) => {
      let sum = 0;
      for (let i = 0; i < count; i++) sum += io.snapshot(snapshot).hwPtr;
      return sum;
    }),
    timed('commit(0)', (count) => {
      for (let i = 0; i < count; i++) io.commit(0);
      return 0;
    }),
    ...positionCases(device),
  ];
}

function nativeCases(device: PcmDevice): OverheadCase[] {
  const names = ['volatile read in C', 'empty native call'] as const;
  let native: NativeBaseline;
  try {
    native = nativeBaseline();
  } catch (error) {
    return unavailable(names, (error as Error).message);
  }
  const status = memoryOf(device).mapStatus();
  // The simulated card's page is another kind of memory; the read is the same.
  const page =
    status.kind === 'mapped' && status.buffer instanceof ArrayBuffer
      ? status.buffer
      : new ArrayBuffer(MMAP_STATUS.size);
  return [
    { name: names[0], run: (count) => native.timeVolatileReads(page, MMAP_STATUS.hwPtr, count) },
    timed(names[1], (count) => {
      for (let i = 0; i < count; i++) native.emptyCall();
      return 0;
    }),
  ];
}

/**
 * The kernel's ioctls and alsa-lib's functions, timed in C: what a C program pays. A simulated card
 * has neither.
 */
function positionCases(device: PcmDevice): OverheadCase[] {
  const { ioctls, functions } = POSITION_CALLS;
  const calls = device.positionCalls?.();
  if (calls === undefined) {
    return [
      ...unavailable(ioctls, 'the simulated card has no ioctl'),
      ...unavailable(functions, 'the simulated card has no alsa-lib'),
    ];
  }
  return [
    ...ioctls.map((name) => ({ name, run: (count: number) => calls.timeIoctls(name, count) })),
    ...functions.map((name) => ({
      name,
      run: (count: number) => calls.timeFunctions(name, count),
    })),
  ];
}

function unavailable(names: readonly string[], reason: string): OverheadCase[] {
  return names.map((name) => ({ name, unavailable: reason }));
}
