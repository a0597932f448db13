import { MmapCapture } from '../../src/core/mmap-capture.js';
import type { MmapIO } from '../../src/core/mmap-io.js';
import { MmapPlayback } from '../../src/core/mmap-playback.js';
import { Snapshot } from '../../src/core/snapshot.js';
import { SyncPtrStatus } from '../../src/core/sync-ptr-status.js';
import { AlsaMmapError } from '../../src/device/errors.js';
import { openDevice } from '../../src/device/open.js';
import type { PcmRequest } from '../../src/device/params.js';
import type { PcmDevice } from '../../src/device/pcm-device.js';
import { stateName } from '../../src/device/pcm-state.js';
import type { DeviceUnderTest } from './devices.js';

/** Far beyond what a slow emulated machine needs: only a stream that hangs comes here. */
const PATIENCE_MS = 15_000;

export interface OpenStream {
  readonly device: PcmDevice;
  readonly io: MmapIO;
}

type Ask = Omit<PcmRequest, 'direction'>;

/** Small enough to run dry soon, with periods long enough for an emulated machine. */
const SIZES: Ask = { periodSize: { frames: 1024 }, bufferSize: { frames: 8192 } };

/** Ring of a stream that does not stop during a test. */
export const ENDLESS: Ask = { stopThreshold: 'never' };

export function openPcm(under: DeviceUnderTest, ask: Ask = {}): Promise<PcmDevice> {
  return openDevice(under.name, { direction: under.direction, ...SIZES, ...ask });
}

export function streamOn(device: PcmDevice): MmapIO {
  return device.params.direction === 'playback'
    ? new MmapPlayback(device)
    : new MmapCapture(device);
}

/** Opens the device for as long as `work` lasts. */
export async function withStream(
  under: DeviceUnderTest,
  ask: Ask,
  work: (stream: OpenStream) => void | Promise<void>,
): Promise<void> {
  const device = await openPcm(under, ask);
  try {
    await work({ device, io: streamOn(device) });
  } finally {
    device.close();
  }
}

/** Gives a playback stream silence to play, all that it can take by default, and starts it. */
export function startWith({ device, io }: OpenStream, frames = io.avail()): void {
  prime(io, frames);
  device.start();
}

export function prime(io: MmapIO, frames = io.avail()): void {
  if (io.params.direction === 'capture') return;
  for (const region of io.dataPtr()) region.fillSilence();
  io.commit(frames);
}

/** Looks until `done`, without a call into the device unless `done` makes one. */
export function spinUntil(what: string, done: () => boolean): void {
  const endMs = performance.now() + PATIENCE_MS;
  while (!done()) {
    if (performance.now() > endMs) throw new Error(`timed out waiting for: ${what}`);
  }
}

/** Waits on the device until it is in the state. */
export function waitForState({ device, io }: OpenStream, state: number): void {
  spinUntil(`${stateName(state)}, it is ${stateName(io.state())}`, () => {
    if (io.state() === state) return true;
    device.wait(20);
    return false;
  });
}

/** Name of the errno that the call fails with; undefined if it succeeds. */
export function errnoOf(call: () => unknown): string | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    if (error instanceof AlsaMmapError) return error.errno ?? error.code;
    throw error;
  }
}

/** Code of the error that is thrown; undefined if none is thrown. */
export function codeOf(call: () => unknown): string | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    return (error as AlsaMmapError).code;
  }
}

export function takeSnapshot(io: MmapIO): Snapshot {
  return io.snapshot(new Snapshot());
}

/** The kernel's own record, by a SYNC_PTR that changes nothing. */
export function readSyncPtr(device: PcmDevice): SyncPtrStatus {
  return SyncPtrStatus.syncPtr(device);
}
