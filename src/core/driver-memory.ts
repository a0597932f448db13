import { AlsaMmapError } from '../device/errors.js';
import type { Mapping } from '../device/pcm-device.js';
import { closedError } from './pointer-word.js';

/**
 * Memory mapped from a driver. It owns the mapping and unmaps it when closed, never when garbage
 * collected. Source: alsa-rs `direct::pcm`, `DriverMemory`.
 */
export class DriverMemory {
  #mapping: Mapping | undefined;
  readonly byteLength: number;

  /**
   * @param onUnmap called once just before the memory is unmapped, by `close` or because the device
   * was closed; it must drop every view of the buffer
   * @throws RANGE if the mapping is shorter than `bytes`
   */
  constructor(mapping: Mapping, bytes: number, onUnmap: () => void) {
    if (mapping.buffer.byteLength < bytes) {
      throw new AlsaMmapError(
        'RANGE',
        `mapping too short: ${mapping.buffer.byteLength} bytes, ${bytes} required`,
      );
    }
    this.byteLength = mapping.buffer.byteLength;
    this.#mapping = mapping;
    mapping.onUnmap = () => {
      this.#mapping = undefined;
      onUnmap();
    };
  }

  /**
   * Mapped memory. Views of it must be dropped in `onUnmap`.
   * @throws CLOSED after the memory was unmapped
   */
  get buffer(): ArrayBufferLike {
    if (this.#mapping === undefined) throw closedError();
    return this.#mapping.buffer;
  }

  /** Unmaps the memory. Does nothing the second time. */
  close(): void {
    this.#mapping?.unmap();
  }
}
