import { describe, expect, it } from 'vitest';
import { MappingSet } from '../../src/device/mapping-set.js';

/** A set with a mapping whose holder and whose memory write down when they are told. */
function held(...names: string[]) {
  const set = new MappingSet();
  const log: string[] = [];
  const mappings = names.map((name) => {
    const mapping = set.add(new ArrayBuffer(8), () => log.push(`${name} given back`));
    mapping.onUnmap = () => log.push(`${name} told`);
    return mapping;
  });
  return { set, log, mappings };
}

describe('MappingSet', () => {
  it('notifies the holder once, before it frees the memory', () => {
    const { set, log, mappings } = held('ring');
    mappings[0]!.unmap();
    mappings[0]!.unmap();
    set.unmapAll();
    expect(log).toEqual(['ring told', 'ring given back']);
  });

  it('ends all that are still held, in the order in which they were given out', () => {
    const { set, log, mappings } = held('ring', 'control', 'status');
    mappings[1]!.unmap();
    log.length = 0;
    set.unmapAll();
    expect(log).toEqual(['ring told', 'ring given back', 'status told', 'status given back']);
  });

  it('frees the memory of a holder without a callback', () => {
    const log: string[] = [];
    const set = new MappingSet();
    set.add(new ArrayBuffer(8), () => log.push('given back'));
    set.unmapAll();
    expect(log).toEqual(['given back']);
  });
});
