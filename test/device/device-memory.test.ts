import { describe, expect, it, onTestFinished } from 'vitest';
import { MmapCapture } from '../../src/core/mmap-capture.js';
import { MmapPlayback } from '../../src/core/mmap-playback.js';
import { memoryOf } from '../../src/device/device-memory.js';
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
