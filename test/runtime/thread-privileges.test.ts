import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { SchedPolicy } from '../../src/device/binding.js';
import { acquirePrivileges } from '../../src/runtime/thread-privileges.js';
import { native } from '../native/addon.js';
import { Capability, isCapable } from '../native/unprivileged.js';

function lockedKb(): number {
  return Number(/^VmLck:\s*(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))![1]);
}

/** Returns a CPU that this thread may run on. */
function allowedCpu(): number {
  const mask = native.affinity();
  const byte = mask.findIndex((bits) => bits !== 0);
  return byte * 8 + Math.log2(mask[byte]! & -mask[byte]!);
}

afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

describe('acquirePrivileges', () => {
  it('grants nothing without a request', () => {
    expect(acquirePrivileges({}).grants).toEqual([]);
    expect(acquirePrivileges({ lockMemory: false }).grants).toEqual([]);
  });

  it.runIf(isCapable(Capability.SYS_NICE) && isCapable(Capability.IPC_LOCK))(
    'acquires in order and releases',
    () => {
      const before = native.affinity();
      const cpu = allowedCpu();
      const request = { realtimePriority: 17, cpu, lockMemory: true };
      const { grants, release } = acquirePrivileges(request);
      try {
        const acquired = grants.filter(({ kind }) => kind !== 'idle');
        expect(acquired).toEqual([
          { kind: 'realtime', request: 'SCHED_FIFO 17', granted: true, reason: '' },
          { kind: 'cpu', request: `CPU ${cpu}`, granted: true, reason: '' },
          { kind: 'mlock', request: 'program and stack', granted: true, reason: '' },
        ]);
        expect(grants.map(({ kind }) => kind)).toEqual(['realtime', 'idle', 'cpu', 'mlock']);
        expect(native.scheduler()).toMatchObject({ policy: SchedPolicy.FIFO, priority: 17 });
        const narrow = native.affinity();
        expect(narrow[Math.floor(cpu / 8)]).toBe(1 << (cpu % 8));
        expect(lockedKb()).toBeGreaterThan(0);
      } finally {
        release();
      }
      expect(native.scheduler()).toMatchObject({ policy: SchedPolicy.OTHER, priority: 0 });
      expect(native.affinity()).toEqual(before);
      expect(lockedKb()).toBe(0);
      release();
    },
  );

  it('reports the reason of a refusal: a CPU that does not exist', () => {
    const before = native.affinity();
    const { grants, release } = acquirePrivileges({ cpu: 16_000 });
    const reason = expect.stringMatching(/^the machine has the CPUs \d.*may use \d.* \(EINVAL\)$/);
    expect(grants).toEqual([{ kind: 'cpu', request: 'CPU 16000', granted: false, reason }]);
    release();
    expect(native.affinity()).toEqual(before);
  });

  it('reports a missing addon as a refusal', async () => {
    vi.stubEnv('ALSA_MMAP_BINDING', '/nowhere/alsa_mmap.node');
    vi.resetModules();
    const fresh = await import('../../src/runtime/thread-privileges.js');
    const request = { realtimePriority: 1, cpu: 0, lockMemory: true };
    const { grants, release } = fresh.acquirePrivileges(request);
    release();
    const refused = grants.filter(({ kind }) => kind !== 'idle');
    expect(refused.map(({ granted }) => granted)).toEqual([false, false, false]);
    for (const { reason } of refused) expect(reason).toContain('it is not built');
  });
});
