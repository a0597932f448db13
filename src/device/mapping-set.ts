import type { Mapping } from './pcm-device.js';

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
