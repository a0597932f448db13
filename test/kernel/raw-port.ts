import type { NativeBinding } from '../../src/device/binding.js';
import type { Mapping, PcmDevice } from '../../src/device/pcm-device.js';

const OFFSET_STATUS = 0x8200_0000;
const OFFSET_CONTROL = 0x8300_0000;

/** The pages and SYNC_PTR of a descriptor that is not set up yet, which no `PcmDevice` gives. */
export function rawPort(addon: NativeBinding, fd: number): PcmDevice {
  const mapping = (offset: number, writable: boolean): Mapping => {
    const buffer = addon.map(fd, offset, 1, writable);
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
  return {
    mapStatus: () => mapping(OFFSET_STATUS, false),
    mapControl: () => mapping(OFFSET_CONTROL, true),
    syncPtr: (block: ArrayBuffer) => addon.syncPtr(fd, block),
  } as Partial<PcmDevice> as PcmDevice;
}
