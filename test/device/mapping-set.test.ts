import { describe, expect, it } from 'vitest';
import { MappingSet } from '../../src/device/mapping-set.js';

/** A set of mappings that logs the notification of each holder and the release of its memory. */
function logged(...names: string[]) {
  const set = new MappingSet();
  const log: string[] = [];
  const mappings = names.map((name) => {
    const mapping = set.add(new ArrayBuffer(8), () => log.push(`${name} released`));
    mapping.onUnmap = () => log.push(`${name} notified`);
    return mapping;
  });
  return { set, log, mappings };
}

describe('MappingSet', () => {
  it('notifies the holder once, before it frees the memory', () => {
    const { set, log, mappings } = logged('ring');
    mappings[0]!.unmap();
    mappings[0]!.unmap();
    set.unmapAll();
    expect(log).toEqual(['ring notified', 'ring released']);
  });

  it('unmaps the live mappings in the order of their creation', () => {
    const { set, log, mappings } = logged('ring', 'control', 'status');
    mappings[1]!.unmap();
    log.length = 0;
    set.unmapAll();
    expect(log).toEqual(['ring notified', 'ring released', 'status notified', 'status released']);
  });

  it('frees the memory of a holder without a callback', () => {
    const log: string[] = [];
    const set = new MappingSet();
    set.add(new ArrayBuffer(8), () => log.push('released'));
    set.unmapAll();
    expect(log).toEqual(['released']);
  });
});
