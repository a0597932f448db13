import type { HardwareDetails } from './hw-refine.js';
import type { PcmDevice } from './pcm-device.js';

const readers = new WeakMap<object, () => HardwareDetails>();

/** Registers how the details of a device are read; the implementation calls it. */
export function provideDetails(device: object, read: () => HardwareDetails): void {
  readers.set(device, read);
}

/** Details of a device that is set up; undefined for the simulated card. */
export function hardwareDetails(device: PcmDevice): HardwareDetails | undefined {
  return readers.get(device)?.();
}
