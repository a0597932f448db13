import { describe, expect, it } from 'vitest';
import { DriverMemory } from '../../src/core/driver-memory.js';
import type { Mapping } from '../../src/device/pcm-device.js';
import { codeOf } from './on-the-sim.js';

function mappingOf(bytes: number) {
  const log: string[] = [];
  const mapping: Mapping = {
    kind: 'mapped',
    buffer: new ArrayBuffer(bytes),
    onUnmap: undefined,
    unmap() {
      mapping.onUnmap?.();
      log.push('unmapped');
    },
  };
  return { log, mapping };
}

describe('DriverMemory', () => {
  it('drops its views once, before the memory is unmapped', () => {
    const { log, mapping } = mappingOf(4096);
    const memory = new DriverMemory(mapping, 56, () => log.push('views dropped'));
    memory.close();
    memory.close();
    expect(log).toEqual(['views dropped', 'unmapped']);
  });

  it('throws CLOSED after the mapping was unmapped by the device', () => {
    const { mapping } = mappingOf(4096);
    const memory = new DriverMemory(mapping, 56, () => {});
    expect(memory.buffer.byteLength).toBe(4096);
    mapping.unmap();
    expect(codeOf(() => memory.buffer)).toBe('CLOSED');
    expect(memory.byteLength).toBe(4096);
  });

  it('rejects a mapping that is too short', () => {
    expect(codeOf(() => new DriverMemory(mappingOf(55).mapping, 56, () => {}))).toBe('RANGE');
  });
});
