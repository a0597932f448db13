import { loadAddon } from '../device/addon.js';
import { SchedPolicy } from '../device/binding.js';
import { requestZeroCpuLatency } from './cpu-latency.js';
import {
  affinityRefusalReason,
  cpuLatencyRefusalReason,
  type Grant,
  mlockRefusalReason,
  realtimeRefusalReason,
} from './grant.js';

/** Privileges that a thread requests in order to be scheduled in time; none by default. */
export interface PrivilegeRequest {
  /** SCHED_FIFO priority, 1 to 99. Also keeps the CPUs out of deep idle states. */
  readonly realtimePriority?: number | undefined;
  /** Number of the only CPU to run on. */
  readonly cpu?: number | undefined;
  /** Lock the program and this thread's stack in memory (mlock(2)). */
  readonly lockMemory?: boolean | undefined;
}

export interface Privileges {
  /** Results, one a request, in the order realtime, idle, cpu, mlock. */
  readonly grants: readonly Grant[];
  /** Restores the thread's previous state. Call it on the same thread. */
  release(): void;
}

/** Acquires one privilege and returns the function that releases it. */
type Acquire = () => () => void;

/**
 * Acquires the requested privileges for the calling thread. A refusal is reported in `grants`,
 * never thrown. Locked memory and the CPU latency apply to the whole process; the first release
 * unlocks all memory.
 * @example
 * const { grants, release } = acquirePrivileges({ realtimePriority: 80, cpu: 1 });
 */
export function acquirePrivileges(request: PrivilegeRequest): Privileges {
  const grants: Grant[] = [];
  const undo: (() => void)[] = [];
  const attempt = (
    kind: Grant['kind'],
    text: string,
    acquire: Acquire,
    refusal: (errno: string) => string,
  ): void => {
    try {
      undo.push(acquire());
      grants.push({ kind, request: text, granted: true, reason: '' });
    } catch (error) {
      const { code, syscall, message } = error as NodeJS.ErrnoException;
      // Without a failed system call the addon is missing; its advice about devices does not apply.
      const noAddon = syscall === undefined || code === undefined;
      const reason = noAddon ? message.split(';')[0]! : refusal(code);
      grants.push({ kind, request: text, granted: false, reason });
    }
  };

  const { realtimePriority: priority, cpu } = request;
  if (priority !== undefined) {
    const refusal = (errno: string) => realtimeRefusalReason(errno, priority);
    attempt('realtime', `SCHED_FIFO ${priority}`, () => setRealtimePriority(priority), refusal);
    attempt('idle', 'CPU latency 0 us', requestZeroCpuLatency, cpuLatencyRefusalReason);
  }
  if (cpu !== undefined) attempt('cpu', `CPU ${cpu}`, () => pinToCpu(cpu), affinityRefusalReason);
  if (request.lockMemory === true) {
    const refusal = (errno: string) => mlockRefusalReason(errno, loadAddon().lockableBytes());
    attempt('mlock', 'program and stack', lockMemory, refusal);
  }
  return { grants, release: () => releaseAll(undo.splice(0).reverse()) };
}

function setRealtimePriority(priority: number): () => void {
  const addon = loadAddon();
  const before = addon.scheduler();
  addon.setScheduler(SchedPolicy.FIFO, priority);
  return () => addon.setScheduler(before.policy, before.priority);
}

function pinToCpu(cpu: number): () => void {
  const addon = loadAddon();
  const before = addon.affinity();
  const mask = new Uint8Array(Math.floor(cpu / 8) + 1);
  mask[mask.length - 1] = 1 << (cpu % 8);
  addon.setAffinity(mask);
  return () => addon.setAffinity(before);
}

function lockMemory(): () => void {
  const addon = loadAddon();
  addon.lockMemory();
  return () => addon.unlockMemory();
}

function releaseAll(undo: readonly (() => void)[]): void {
  for (const revert of undo) {
    try {
      revert();
    } catch {
      // For example a CPU that is offline now. The privilege ends with the thread.
    }
  }
}
