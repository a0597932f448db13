import { readFileSync } from 'node:fs';

/** A privilege that a thread requested, and the result. */
export interface Grant {
  readonly kind: 'realtime' | 'idle' | 'cpu' | 'mlock';
  /** The request as text, such as `SCHED_FIFO 80`. */
  readonly request: string;
  readonly granted: boolean;
  /** Right that would allow the request, and the errno; empty if granted. */
  readonly reason: string;
}

/** @param limit RLIMIT_RTPRIO; undefined if unknown */
export function realtimeRefusalReason(
  errno: string,
  priority: number,
  limit = softLimit('Max realtime priority'),
): string {
  if (errno !== 'EPERM') return errno;
  // With group scheduling the kernel returns EPERM to permitted processes, too.
  return limit !== undefined && limit >= priority
    ? 'its control group has no real-time run time, see cpu.rt_runtime_us (EPERM)'
    : `needs CAP_SYS_NICE or an rtprio limit of ${priority}, ` +
        `and ulimit -r is ${limit ?? 'unknown'} (EPERM)`;
}

export function cpuLatencyRefusalReason(errno: string): string {
  if (errno === 'ENOENT') return 'this kernel has no /dev/cpu_dma_latency (ENOENT)';
  return `needs permission to write to /dev/cpu_dma_latency, as root has (${errno})`;
}

export function affinityRefusalReason(errno: string): string {
  if (errno !== 'EINVAL') return errno;
  const online = readTrimmed('/sys/devices/system/cpu/online');
  const allowed = /^Cpus_allowed_list:\s*(.*)$/m.exec(readTrimmed('/proc/self/status'))?.[1];
  return `the machine has the CPUs ${online}, this thread may use ${allowed} (EINVAL)`;
}

/** @param limit RLIMIT_MEMLOCK; undefined if unknown. Both lengths are in bytes. */
export function mlockRefusalReason(
  errno: string,
  bytes: number,
  limit = softLimit('Max locked memory'),
): string {
  if (errno !== 'ENOMEM' && errno !== 'EPERM') return errno;
  const limitKib = limit === undefined ? 'unknown' : limit / 1024;
  return (
    `needs CAP_IPC_LOCK or a memlock limit of ${bytes / 1024} KiB, ` +
    `and ulimit -l is ${limitKib} (${errno})`
  );
}

/**
 * Returns a soft resource limit of this process (setrlimit(2)): bytes for locked memory, a priority
 * for real time. Infinity if unlimited, undefined if `/proc/self/limits` does not list it.
 */
export function softLimit(
  name: 'Max realtime priority' | 'Max locked memory',
  limits = readFileSync('/proc/self/limits', 'utf8'),
): number | undefined {
  const line = limits.split('\n').find((text) => text.startsWith(name));
  const soft = line?.slice(name.length).trim().split(/\s+/)[0];
  if (soft === undefined || soft === '') return undefined;
  return soft === 'unlimited' ? Number.POSITIVE_INFINITY : Number(soft);
}

function readTrimmed(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}
