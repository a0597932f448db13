import { InfoFlag } from './abi.js';
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

/** Live mappings of a device: closing it unmaps them all. */
export class MappingSet {
  readonly #live = new Set<Mapping>();

  /** @param release frees the memory; called once, after the mapping's holder was notified */
  add(buffer: ArrayBufferLike, release: () => void = () => {}): Mapping {
    const mapping: Mapping = {
      kind: 'mapped',
      buffer,
      onUnmap: undefined,
      unmap: () => {
        if (!this.#live.delete(mapping)) return;
        mapping.onUnmap?.();
        release();
      },
    };
    this.#live.add(mapping);
    return mapping;
  }

  get size(): number {
    return this.#live.size;
  }

  unmapAll(): void {
    for (const mapping of this.#live) mapping.unmap();
  }
}

/** Memory of a PCM that can be mapped. */
export type MappableMemory = 'status page' | 'control page' | 'ring';

/**
 * Refusal of a mapping, with the reason that follows from its errno and the driver's INFO flags:
 * `cannot map the control page (ENXIO): the driver sets INFO SYNC_APPLPTR`.
 */
export function mapRefusal(memory: MappableMemory, errno: string, infoFlags: number): MapRefusal {
  const reason = refusalReason(memory, errno, infoFlags);
  return { kind: 'refused', errno, reason: `cannot map the ${memory} (${errno}): ${reason}` };
}

function refusalReason(memory: MappableMemory, errno: string, infoFlags: number): string {
  if (errno === 'ENODEV') return 'the device was disconnected';
  if (errno === 'EACCES') return 'the device is not open for reading and writing';
  if (errno !== 'ENXIO') return 'not possible in this state';
  if (memory === 'ring') return 'the driver does not share its buffer';
  if ((infoFlags & InfoFlag.EXPLICIT_SYNC) !== 0) return 'the driver sets INFO EXPLICIT_SYNC';
  // Such a driver shares only the status page, and only with programs that announce their protocol
  // version, as alsa-lib does.
  if (memory === 'control page' && (infoFlags & InfoFlag.SYNC_APPLPTR) !== 0) {
    return 'the driver sets INFO SYNC_APPLPTR';
  }
  return 'not mappable on this architecture';
}
