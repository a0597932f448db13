import { describe, expect, it } from 'vitest';
import {
  affinityRefusalReason,
  cpuLatencyRefusalReason,
  mlockRefusalReason,
  realtimeRefusalReason,
  softLimit,
} from '../../src/runtime/grant.js';

const LIMITS = `Limit                     Soft Limit           Hard Limit           Units     
Max open files            20000                30000                files     
Max locked memory         8388608              unlimited            bytes     
Max realtime priority     unlimited            95                           
`;

describe('softLimit', () => {
  it('returns the soft limit, Infinity for unlimited, undefined if unlisted', () => {
    expect(softLimit('Max locked memory', LIMITS)).toBe(8_388_608);
    expect(softLimit('Max realtime priority', LIMITS)).toBe(Number.POSITIVE_INFINITY);
    expect(softLimit('Max locked memory', 'Limit\n')).toBeUndefined();
  });

  it('reads /proc/self/limits', () => {
    expect(softLimit('Max locked memory')).toBeGreaterThanOrEqual(0);
    expect(softLimit('Max realtime priority')).toBeGreaterThanOrEqual(0);
  });
});

describe('the reasons of a refusal', () => {
  it('name the rtprio limit if it is too low, otherwise the control group', () => {
    expect(realtimeRefusalReason('EPERM', 80, 50)).toBe(
      'needs CAP_SYS_NICE or an rtprio limit of 80, and ulimit -r is 50 (EPERM)',
    );
    expect(realtimeRefusalReason('EPERM', 80, 80)).toMatch(/control group has no real-time/);
    expect(realtimeRefusalReason('EINVAL', 80, 0)).toBe('EINVAL');
  });

  it('name the memlock limit in KiB', () => {
    expect(mlockRefusalReason('ENOMEM', 93_000 * 1024, 8 * 2 ** 20)).toBe(
      'needs CAP_IPC_LOCK or a memlock limit of 93000 KiB, and ulimit -l is 8192 (ENOMEM)',
    );
    expect(mlockRefusalReason('EAGAIN', 4096, 0)).toBe('EAGAIN');
  });

  it('name the permission on /dev/cpu_dma_latency, or its absence', () => {
    expect(cpuLatencyRefusalReason('EACCES')).toMatch(
      /^needs permission to write .* root has \(EACCES\)$/,
    );
    expect(cpuLatencyRefusalReason('ENOENT')).toMatch(/^this kernel has no/);
  });

  it('name the existing and allowed CPUs', () => {
    expect(affinityRefusalReason('EINVAL')).toMatch(
      /^the machine has the CPUs [\d,-]+, this .* use [\d,-]+ /,
    );
    expect(affinityRefusalReason('EPERM')).toBe('EPERM');
  });
});
