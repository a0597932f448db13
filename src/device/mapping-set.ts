import type { Mapping } from './pcm-device.js';

/** The mappings that a device has given out and that still hold: closing it ends them all. */
export class MappingSet {
  readonly #held = new Set<Mapping>();

  /** @param release gives the memory back; called once, after the mapping's holder was told */
  add(buffer: ArrayBufferLike, release: () => void = () => {}): Mapping {
    const mapping: Mapping = {
      kind: 'mapped',
      buffer,
      onUnmap: undefined,
      unmap: () => {
        if (!this.#held.delete(mapping)) return;
        mapping.onUnmap?.();
        release();
      },
    };
    this.#held.add(mapping);
    return mapping;
  }

  get count(): number {
    return this.#held.size;
  }

  endAll(): void {
    for (const mapping of this.#held) mapping.unmap();
  }
}
