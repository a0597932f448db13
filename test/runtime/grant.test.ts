import { describe, expect, it } from 'vitest';
import {
  affinityRefusalReason,
  cpuLatencyRefusalReason,
  mlockRefusalReason,
  realtimeRefusalReason,
} from '../../src/runtime/grant.js';
import { softLimit } from '../../src/runtime/resource-limits.js';

const LIMITS = `Limit                     Soft Limit           Hard Limit           Units     
Max open files            20000                30000                files     
Max locked memory         8388608              unlimited            bytes     
Max realtime priority     unlimited            95                           
`;

describe('a limit of the process', () => {
  it('is the soft one, Infinity where there is none, undefined where nothing is told', () => {
    expect(softLimit('Max locked memory', LIMITS)).toBe(8_388_608);
    expect(softLimit('Max realtime priority', LIMITS)).toBe(Number.POSITIVE_INFINITY);
    expect(softLimit('Max locked memory', 'Limit\n')).toBeUndefined();
  });

  it('is read from the kernel', () => {
    expect(softLimit('Max locked memory')).toBeGreaterThanOrEqual(0);
    expect(softLimit('Max realtime priority')).toBeGreaterThanOrEqual(0);
  });
});

describe('the reason of a refusal', () => {
  it('names the priority limit where that is too low, and else the control group', () => {
    expect(realtimeRefusalReason('EPERM', 80, 50)).toBe(
      'needs CAP_SYS_NICE or an rtprio limit of 80, and ulimit -r is 50 (EPERM)',
    );
    expect(realtimeRefusalReason('EPERM', 80, 80)).toMatch(/control group has no real-time/);
    expect(realtimeRefusalReason('EINVAL', 80, 0)).toBe('EINVAL');
  });

  it('names the memory limit in KiB, as ulimit does', () => {
    expect(mlockRefusalReason('ENOMEM', 93_000 * 1024, 8 * 2 ** 20)).toBe(
      'needs CAP_IPC_LOCK or a memlock limit of 93000 KiB, and ulimit -l is 8192 (ENOMEM)',
    );
    expect(mlockRefusalReason('EAGAIN', 4096, 0)).toBe('EAGAIN');
  });

  it('tells who may write to the latency device, or that there is none', () => {
    expect(cpuLatencyRefusalReason('EACCES')).toMatch(
      /^needs permission to write .* root has \(EACCES\)$/,
    );
    expect(cpuLatencyRefusalReason('ENOENT')).toMatch(/^this kernel has no/);
  });

  it('tells which CPUs there are', () => {
    expect(affinityRefusalReason('EINVAL')).toMatch(
      /^the machine has the CPUs [\d,-]+, this .* use [\d,-]+ /,
    );
    expect(affinityRefusalReason('EPERM')).toBe('EPERM');
  });
});
