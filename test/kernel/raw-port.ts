import { MMAP_OFFSET } from '../../src/device/abi.js';
import type { NativeBinding } from '../../src/device/binding.js';
import { type MappableMemory, mapRefusal, provideMemory } from '../../src/device/device-memory.js';
import type { Mapping, MapRefusal, PcmDevice } from '../../src/device/pcm-device.js';

/** The pages and SYNC_PTR of a descriptor that is not set up yet, which no `PcmDevice` gives. */
export function rawPort(addon: NativeBinding, fd: number): PcmDevice {
  const mapping = (
    memory: MappableMemory,
    offset: number,
    writable: boolean,
  ): Mapping | MapRefusal => {
    let buffer: ArrayBuffer;
    try {
      buffer = addon.map(fd, offset, 1, writable);
    } catch (error) {
      return mapRefusal(memory, (error as NodeJS.ErrnoException).code!, 0);
    }
    const mapped: Mapping = {
      kind: 'mapped',
      buffer,
      onUnmap: undefined,
      unmap: () => {
        mapped.onUnmap?.();
        addon.unmap(buffer);
      },
    };
    return mapped;
  };
  const port: Partial<PcmDevice> = {
    // The boundary is not known before the set-up; nothing here advances a pointer.
    params: { boundary: 2 ** 53 } as PcmDevice['params'],
    syncPtr: (block: ArrayBuffer) => addon.syncPtr(fd, block),
  };
  provideMemory(port, {
    mapStatus: () => mapping('status page', MMAP_OFFSET.status, false),
    mapControl: () => mapping('control page', MMAP_OFFSET.control, true),
    mapSamples: () => ({ kind: 'refused', errno: 'EBADFD', reason: 'not set up' }),
  });
  return port as PcmDevice;
}
