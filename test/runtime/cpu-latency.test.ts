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

describe('holding off idle states', () => {
  it('asks for 0 as 32 bits and keeps the descriptor until it is given back', () =>
    inScratch((directory) => {
      const path = `${directory}/latency`;
      writeFileSync(path, '12345678');
      const giveBack = requestZeroCpuLatency(path);
      expect(readFileSync(path)).toEqual(Buffer.from([0, 0, 0, 0, 0x35, 0x36, 0x37, 0x38]));
      expect(openPaths()).toContain(path);
      giveBack();
      expect(openPaths()).not.toContain(path);
    }));

  it('makes no such file where the kernel has none', () =>
    inScratch((directory) => {
      const path = `${directory}/latency`;
      expect(() => requestZeroCpuLatency(path)).toThrow(/ENOENT/);
      expect(existsSync(path)).toBe(false);
    }));
});
