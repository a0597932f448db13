import type { RingDevice } from '../../core/sample-data.js';
import { memoryOf, provideMemory } from '../../device/device-memory.js';

/** A ring of the same layout in the program's own memory, for comparison. */
export function ordinaryMemory(device: RingDevice): RingDevice {
  const { identity, params } = device;
  const mapped = new Map<number, ArrayBuffer>();
  const copy: RingDevice = {
    identity,
    params,
    channelInfo: (channel) => device.channelInfo(channel),
  };
  provideMemory(copy, {
    ...memoryOf(device),
    mapSamples: (offsetBytes, lengthBytes) => {
      // Pages that were never written are all one page of zeros, which is always in the cache.
      const buffer = mapped.get(offsetBytes) ?? new Uint8Array(lengthBytes).fill(1).buffer;
      mapped.set(offsetBytes, buffer);
      return { kind: 'mapped', buffer, onUnmap: undefined, unmap: () => {} };
    },
  });
  return copy;
}
