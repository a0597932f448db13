import type { WavSink } from '../../src/audio/file-io.js';
import { AlsaMmapError } from '../../src/device/errors.js';

/** A rewritable sink in memory with faults on request. */
export class MemorySink implements WavSink {
  readonly path = 'memory.wav';
  readonly seekable = true;
  /** Bytes that one call takes at most. */
  mostAtOnce = Infinity;
  /** Length at which the disk is full. */
  capacity = Infinity;
  /** Any write is refused from now on. */
  broken = false;
  closed = 0;
  #bytes = Buffer.alloc(0);

  get bytes(): Buffer {
    return this.#bytes;
  }

  write(bytes: Uint8Array, position: number): number {
    const taken = Math.min(bytes.length, this.mostAtOnce, this.capacity - position);
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
