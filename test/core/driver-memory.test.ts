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
      log.push('memory gone');
    },
  };
  return { log, mapping };
}

describe('DriverMemory', () => {
  it('is told to drop its views before the memory goes, once', () => {
    const { log, mapping } = mappingOf(4096);
    const memory = new DriverMemory(mapping, 56, () => log.push('views dropped'));
    memory.close();
    memory.close();
    expect(log).toEqual(['views dropped', 'memory gone']);
  });

  it('is CLOSED after it went, whoever ended it', () => {
    const { mapping } = mappingOf(4096);
    const memory = new DriverMemory(mapping, 56, () => {});
    expect(memory.buffer.byteLength).toBe(4096);
    mapping.unmap();
    expect(codeOf(() => memory.buffer)).toBe('CLOSED');
    expect(memory.byteLength).toBe(4096);
  });

  it('refuses a mapping that is too short for what it has to hold', () => {
    expect(codeOf(() => new DriverMemory(mappingOf(55).mapping, 56, () => {}))).toBe('RANGE');
  });
});
