import { describe, expect, it } from 'vitest';
import { Status } from '../../src/core/status.js';
import { SyncPtrStatus } from '../../src/core/sync-ptr-status.js';
import { MMAP_STATUS, SYNC_PTR } from '../../src/device/abi.js';
import { provideMemory } from '../../src/device/device-memory.js';
import type { Mapping, MapRefusal, PcmDevice } from '../../src/device/pcm-device.js';
import { stateName } from '../../src/device/pcm-state.js';

/** A device with a status page of its own, in a state that no kernel has yet. */
function inState(state: number, mapped: boolean, page = new ArrayBuffer(4096)) {
  new Int32Array(page)[MMAP_STATUS.state / 4] = state;
  const mapping: Mapping = { kind: 'mapped', buffer: page, onUnmap: undefined, unmap: () => {} };
  const refusal: MapRefusal = { kind: 'refused', errno: 'ENXIO', reason: 'a test' };
  const device = {
    syncPtr: (block: ArrayBuffer) =>
      new Uint8Array(block, SYNC_PTR.status).set(new Uint8Array(page, 0, MMAP_STATUS.size)),
  };
  provideMemory(device, {
    mapStatus: () => (mapped ? mapping : refusal),
    mapControl: () => refusal,
    mapSamples: () => refusal,
  });
  return new Status(device as unknown as PcmDevice, new SyncPtrStatus(device));
}

describe.each([true, false])('a status record (mapped: %s)', (mapped) => {
  it('returns a state number outside the table unchanged', () => {
    const status = inState(42, mapped);
    expect(status.state()).toBe(42);
    expect(stateName(status.state())).toBe('UNKNOWN(42)');
    expect(inState(-1, mapped).state()).toBe(-1);
  });

  it('returns each hw_ptr, whichever half has changed', () => {
    const page = new ArrayBuffer(4096);
    const status = inState(3, mapped, page);
    const words = new BigUint64Array(page);
    for (const hwPtr of [0, 5, 2 ** 32 + 5, 5, 2 ** 53, 2 ** 32, 2 ** 31, 0]) {
      words[MMAP_STATUS.hwPtr / 8] = BigInt(hwPtr);
      expect([status.hwPtr(), status.hwPtr()]).toEqual([hwPtr, hwPtr]);
    }
  });

  it('returns no view of the page, only numbers, words and methods', () => {
    const status = inState(3, mapped);
    const kinds = new Set<string>();
    for (
      let type: object | null = status;
      type !== Object.prototype && type;
      type = Object.getPrototypeOf(type)
    ) {
      for (const name of Object.getOwnPropertyNames(type)) {
        const value = (status as unknown as Record<string, unknown>)[name];
        expect(ArrayBuffer.isView(value) || value instanceof ArrayBuffer, name).toBe(false);
        if (typeof value === 'function' && name.startsWith('peek'))
          kinds.add(typeof value.call(status));
      }
    }
    expect([...kinds]).toEqual(['number']);
  });
});
