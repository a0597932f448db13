import { AlsaMmapError } from '../device/errors.js';
import type { Mapping } from '../device/pcm-device.js';
import { closedError } from './pointer-word.js';

/**
 * Memory that a driver shares, for as long as it is mapped (the seed's part 1.6). It owns the
 * mapping, never outlives it, and gives it back when closed, not when collected.
 */
export class DriverMemory {
  #mapping: Mapping | undefined;
  readonly byteLength: number;

  /**
   * @param onGone called once when the memory goes, by `close` or because the device was closed:
   * whoever keeps views of it drops them there
   * @throws RANGE where the mapping is shorter than `bytes`
   */
  constructor(mapping: Mapping, bytes: number, onGone: () => void) {
    if (mapping.buffer.byteLength < bytes) {
      throw new AlsaMmapError(
        'RANGE',
        `the mapping has ${mapping.buffer.byteLength} bytes where ${bytes} are needed`,
      );
    }
    this.byteLength = mapping.buffer.byteLength;
    this.#mapping = mapping;
    mapping.onUnmap = () => {
      this.#mapping = undefined;
      onGone();
    };
  }

  /** @throws CLOSED after the memory went */
  get buffer(): ArrayBufferLike {
    if (this.#mapping === undefined) throw closedError();
    return this.#mapping.buffer;
  }

  close(): void {
    this.#mapping?.unmap();
  }
}
