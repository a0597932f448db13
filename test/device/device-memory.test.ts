import { describe, expect, it, onTestFinished } from 'vitest';
import { MmapCapture } from '../../src/core/mmap-capture.js';
import { MmapPlayback } from '../../src/core/mmap-playback.js';
import { MappingSet, memoryOf } from '../../src/device/device-memory.js';
import { openDevice } from '../../src/device/open.js';
import { codeOf } from '../core/on-the-sim.js';

/** Names of all properties of an object, also inherited ones. */
function namesOf(object: object): PropertyKey[] {
  const names: PropertyKey[] = [];
  let from: object | null = object;
  while (from !== null && from !== Object.prototype) {
    names.push(...Reflect.ownKeys(from));
    from = Object.getPrototypeOf(from);
  }
  return names;
}

/** Paths of the buffers and views that a program reaches from an object by its properties. */
function buffersIn(object: object, path: string, seen = new Set<object>()): string[] {
  if (seen.has(object)) return [];
  seen.add(object);
  if (ArrayBuffer.isView(object) || object instanceof ArrayBuffer) return [path];
  if (object instanceof SharedArrayBuffer) return [path];
  return namesOf(object).flatMap((name) => {
    const value: unknown = Reflect.get(object, name);
    const isObject = typeof value === 'object' && value !== null;
    return isObject ? buffersIn(value, `${path}.${String(name)}`, seen) : [];
  });
}

describe.each(['playback', 'capture'] as const)('a %s device of a user', (direction) => {
  it('has no method that maps memory', async () => {
    const device = await openDevice('sim', { direction });
    onTestFinished(() => device.close());
    const names = namesOf(device).map(String);
    expect(names).toContain('syncPtr');
    expect(names.filter((name) => /map|memory|buffer/i.test(name))).toEqual([]);
  });

  it('leads to no buffer of the device, nor does its stream', async () => {
    const device = await openDevice('sim', { direction });
    onTestFinished(() => device.close());
    const io = direction === 'playback' ? new MmapPlayback(device) : new MmapCapture(device);
    expect(io.status.path).toBe('mmap');
    const reached = [...buffersIn(device, 'device'), ...buffersIn(io, 'io')];
    expect(reached).toEqual([]);
    io.close();
  });
});

describe('memoryOf', () => {
  it('throws UNSUPPORTED for an object that is no device', () => {
    expect(codeOf(() => memoryOf({}))).toBe('UNSUPPORTED');
  });
});

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
