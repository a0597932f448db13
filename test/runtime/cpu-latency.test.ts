import { existsSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { requestZeroCpuLatency } from '../../src/runtime/cpu-latency.js';
import { inScratch } from '../native/addon.js';

function openPaths(): string[] {
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      return [readlinkSync(`/proc/self/fd/${fd}`)];
    } catch {
      return [];
    }
  });
}

describe('requestZeroCpuLatency', () => {
  it('writes 32 zero bits and keeps the file open until it is withdrawn', () =>
    inScratch((directory) => {
      const path = `${directory}/latency`;
      writeFileSync(path, '12345678');
      const withdraw = requestZeroCpuLatency(path);
      expect(readFileSync(path)).toEqual(Buffer.from([0, 0, 0, 0, 0x35, 0x36, 0x37, 0x38]));
      expect(openPaths()).toContain(path);
      withdraw();
      expect(openPaths()).not.toContain(path);
    }));

  it('throws ENOENT instead of creating the file', () =>
    inScratch((directory) => {
      const path = `${directory}/latency`;
      expect(() => requestZeroCpuLatency(path)).toThrow(/ENOENT/);
      expect(existsSync(path)).toBe(false);
    }));
});
