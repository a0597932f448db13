import { AlsaMmapError } from './errors.js';
import type { Mapping, MapRefusal } from './pcm-device.js';

/**
 * Memory that a device shares: raw buffers, for the core only. A program's stray store into the
 * status page, or into a capture ring, would end the process, so `PcmDevice` has none of it.
 */
export interface DeviceMemory {
  /** Maps the status page, readable (at least 56 bytes). */
  mapStatus(): Mapping | MapRefusal;
  /** Maps the control page, readable and writable (at least 16 bytes). */
  mapControl(): Mapping | MapRefusal;
  /** Maps a part of the DMA ring; both numbers in bytes. */
  mapSamples(offsetBytes: number, lengthBytes: number): Mapping | MapRefusal;
}

const memories = new WeakMap<object, DeviceMemory>();

/** Registers the memory of a device; the implementation calls it before it hands out the device. */
export function provideMemory(device: object, memory: DeviceMemory): void {
  memories.set(device, memory);
}

/**
 * Returns the memory of a device.
 * @throws UNSUPPORTED for an object that no `openDevice` returned
 */
export function memoryOf(device: object): DeviceMemory {
  const memory = memories.get(device);
  if (memory !== undefined) return memory;
  throw new AlsaMmapError('UNSUPPORTED', 'no memory to map: expected a device of openDevice');
}
