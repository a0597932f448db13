import type { WavSink } from '../../src/audio/file-io.js';
import { AlsaMmapError } from '../../src/device/errors.js';

/** Seekable sink in memory with injectable faults. */
export class MemorySink implements WavSink {
  readonly path = 'memory.wav';
  readonly seekable = true;
  /** Maximum bytes accepted by one call. */
  maxBytesPerWrite = Infinity;
  /** Maximum length of the file. */
  capacity = Infinity;
  /** True makes every write fail. */
  broken = false;
  closed = 0;
  #bytes = Buffer.alloc(0);

  get bytes(): Buffer {
    return this.#bytes;
  }

  write(bytes: Uint8Array, position: number): number {
    const taken = Math.min(bytes.length, this.maxBytesPerWrite, this.capacity - position);
    if (this.broken) throw new AlsaMmapError('FAILED', 'broken', { errno: 'EIO' });
    if (taken <= 0) throw new AlsaMmapError('FAILED', 'full', { errno: 'ENOSPC' });
    const grown = Buffer.alloc(Math.max(this.#bytes.length, position + taken));
    this.#bytes.copy(grown);
    grown.set(bytes.subarray(0, taken), position);
    this.#bytes = grown;
    return taken;
  }

  truncate(length: number): void {
    this.#bytes = this.#bytes.subarray(0, length);
  }

  close(): void {
    this.closed++;
  }
}
