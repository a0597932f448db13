import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { SchedPolicy } from '../../src/device/binding.js';
import { acquirePrivileges } from '../../src/runtime/thread-privileges.js';
import { native } from '../native/addon.js';
import { Capability, isCapable } from '../native/unprivileged.js';

function lockedKb(): number {
  return Number(/^VmLck:\s*(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))![1]);
}

/** A CPU that this thread may run on. */
function someCpu(): number {
  const mask = native.affinity();
  const byte = mask.findIndex((bits) => bits !== 0);
  return byte * 8 + Math.log2(mask[byte]! & -mask[byte]!);
}

afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

describe('the privileges of a thread', () => {
  it('are none where none are asked', () => {
    expect(acquirePrivileges({}).grants).toEqual([]);
    expect(acquirePrivileges({ lockMemory: false }).grants).toEqual([]);
  });

  it.runIf(isCapable(Capability.SYS_NICE) && isCapable(Capability.IPC_LOCK))(
    'are taken in order and given back',
    () => {
      const before = native.affinity();
      const cpu = someCpu();
      const asked = { realtimePriority: 17, cpu, lockMemory: true };
      const { grants, release } = acquirePrivileges(asked);
      try {
        const told = grants.filter(({ kind }) => kind !== 'idle');
        expect(told).toEqual([
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

  it('are refused one by one, with the reason: a CPU that the machine has not', () => {
    const before = native.affinity();
    const { grants, release } = acquirePrivileges({ cpu: 16_000 });
    const why = expect.stringMatching(/^the machine has the CPUs \d.*may use \d.* \(EINVAL\)$/);
    expect(grants).toEqual([{ kind: 'cpu', request: 'CPU 16000', granted: false, why }]);
    release();
    expect(native.affinity()).toEqual(before);
  });

  it('are refused where there is no addon, and nothing else happens', async () => {
    vi.stubEnv('ALSA_MMAP_BINDING', '/nowhere/alsa_mmap.node');
    vi.resetModules();
    const fresh = await import('../../src/runtime/thread-privileges.js');
    const asked = { realtimePriority: 1, cpu: 0, lockMemory: true };
    const { grants, release } = fresh.acquirePrivileges(asked);
    release();
    const refused = grants.filter(({ kind }) => kind !== 'idle');
    expect(refused.map(({ granted }) => granted)).toEqual([false, false, false]);
    for (const { reason } of refused) expect(reason).toContain('it is not built');
  });
});
