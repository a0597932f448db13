import { Snapshot } from '../../core/snapshot.js';
import { SyncPtrStatus } from '../../core/sync-ptr-status.js';
import { MMAP_STATUS } from '../../device/abi.js';
import { type NativeBaseline, nativeBaseline } from '../../device/native-baseline.js';
import type { PcmDevice } from '../../device/pcm-device.js';
import { monotonicNs } from '../../stream/monotonic.js';
import type { FreeStream } from '../free-stream.js';

/** A call whose cost is measured, or the reason why it cannot be. */
export interface OverheadCase {
  readonly name: string;
  /** Makes `count` calls; returns the nanoseconds for all of them. */
  readonly run?: (count: number) => number;
  readonly unavailable?: string;
}

/** The read of hw_ptr: the reference for limits and comparisons. */
export const PAGE_READ = 'hwPtr()';

let sink = 0;

/**
 * Each case has its own loop function, and its result is used, so that nothing is optimized away.
 */
function timed(loop: (count: number) => number): (count: number) => number {
  return (count) => {
    const beganNs = monotonicNs();
    sink = (sink + loop(count)) % 2;
    return monotonicNs() - beganNs;
  };
}

/** All cases, in the order of the output. */
export function overheadCases({ device, io }: FreeStream): OverheadCase[] {
  const snapshot = new Snapshot();
  return [
    ...probeCases(device),
    {
      name: PAGE_READ,
      run: timed((count) => {
        let sum = 0;
        for (let i = 0; i < count; i++) sum += io.hwPtr();
        return sum;
      }),
    },
    {
      name: 'avail()',
      run: timed((count) => {
        let sum = 0;
        for (let i = 0; i < count; i++) sum += io.avail();
        return sum;
      }),
    },
    {
      name: 'snapshot()',
      run: timed((count) => {
        let sum = 0;
        for (let i = 0; i < count; i++) sum += io.snapshot(snapshot).hwPtr;
        return sum;
      }),
    },
    {
      name: 'commit(0)',
      run: timed((count) => {
        for (let i = 0; i < count; i++) io.commit(0);
        return 0;
      }),
    },
    ...ioctlCases(device),
    ...alsaLibCases(device),
  ];
}

function probeCases(device: PcmDevice): OverheadCase[] {
  const names = ['volatile read in C', 'empty native call'] as const;
  let probe: NativeBaseline;
  try {
    probe = nativeBaseline();
  } catch (error) {
    const unavailable = (error as Error).message;
    return names.map((name) => ({ name, unavailable }));
  }
  const status = device.mapStatus();
  // The simulated card's page is another kind of memory; the read is the same.
  const page =
    status.kind === 'mapped' && status.buffer instanceof ArrayBuffer
      ? status.buffer
      : new ArrayBuffer(MMAP_STATUS.size);
  return [
    { name: names[0], run: (count) => probe.timeVolatileReads(page, MMAP_STATUS.hwPtr, count) },
    {
      name: names[1],
      run: timed((count) => {
        for (let i = 0; i < count; i++) probe.emptyCall();
        return 0;
      }),
    },
  ];
}

function ioctlCases(device: PcmDevice): OverheadCase[] {
  const calls = device.positionCalls?.();
  const names = ['SYNC_PTR', 'SYNC_PTR HWSYNC', 'STATUS_EXT', 'DELAY'] as const;
  if (calls === undefined) return none(names, 'ioctl');
  const sync = new SyncPtrStatus(device);
  return [
    {
      name: names[0],
      run: timed((count) => {
        for (let i = 0; i < count; i++) sync.refresh();
        return sync.hwPtr();
      }),
    },
    {
      name: names[1],
      run: timed((count) => {
        for (let i = 0; i < count; i++) sync.hwsync();
        return sync.hwPtr();
      }),
    },
    summed(names[2], () => calls.statusExt()),
    summed(names[3], () => calls.delayIoctl()),
  ];
}

function alsaLibCases(device: PcmDevice): OverheadCase[] {
  const calls = device.positionCalls?.();
  const names = [
    'snd_pcm_avail_update',
    'snd_pcm_avail',
    'snd_pcm_delay',
    'snd_pcm_htimestamp',
  ] as const;
  if (calls === undefined) return none(names, 'alsa-lib');
  return [
    summed(names[0], () => calls.availUpdate()),
    summed(names[1], () => calls.avail()),
    summed(names[2], () => calls.delay()),
    summed(names[3], () => calls.htimestamp()),
  ];
}

/** For calls so expensive that one more function call makes no difference. */
function summed(name: string, call: () => number): OverheadCase {
  return {
    name,
    run: timed((count) => {
      let sum = 0;
      for (let i = 0; i < count; i++) sum += call();
      return sum;
    }),
  };
}

function none(names: readonly string[], what: string): OverheadCase[] {
  return names.map((name) => ({ name, unavailable: `the simulated card has no ${what}` }));
}
