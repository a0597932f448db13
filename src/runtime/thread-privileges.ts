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

/** What a thread asks of the system so that it gets its turn; what is left out is not asked for. */
export interface PrivilegeRequest {
  /** Of SCHED_FIFO, 1 to 99. With it, deep idle states are held off. */
  readonly realtimePriority?: number | undefined;
  /** The one CPU to run on. */
  readonly cpu?: number | undefined;
  /** Hold the program and this thread's stack in memory. */
  readonly lockMemory?: boolean | undefined;
}

export interface Privileges {
  /** One for each thing asked, in the order realtime, idle, cpu, mlock. */
  readonly grants: readonly Grant[];
  /** Gives back what was granted; on the same thread. */
  release(): void;
}

/** Takes one thing, and answers what gives it back. */
type Acquire = () => () => void;

/**
 * Takes for the calling thread what is asked, as far as the system lets it: a refusal is reported,
 * never thrown. Memory is held, and idle states are held off, for the whole process; of memory the
 * first release lets go of all.
 */
export function acquirePrivileges(asked: PrivilegeRequest): Privileges {
  const grants: Grant[] = [];
  const undo: (() => void)[] = [];
  const attempt = (
    kind: Grant['kind'],
    text: string,
    take: Acquire,
    refusal: (errno: string) => string,
  ): void => {
    try {
      undo.push(take());
      grants.push({ kind, request: text, granted: true, reason: '' });
    } catch (error) {
      const { code, syscall, message } = error as NodeJS.ErrnoException;
      // Where no system call was refused the addon is missing, and another device would not help.
      const noAddon = syscall === undefined || code === undefined;
      const reason = noAddon ? message.split(';')[0]! : refusal(code);
      grants.push({ kind, request: text, granted: false, reason });
    }
  };

  const { realtimePriority: priority, cpu } = asked;
  if (priority !== undefined) {
    const refusal = (errno: string) => realtimeRefusalReason(errno, priority);
    attempt('realtime', `SCHED_FIFO ${priority}`, () => setRealtimePriority(priority), refusal);
    attempt('idle', 'CPU latency 0 us', requestZeroCpuLatency, cpuLatencyRefusalReason);
  }
  if (cpu !== undefined) attempt('cpu', `CPU ${cpu}`, () => pinToCpu(cpu), affinityRefusalReason);
  if (asked.lockMemory === true) {
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
  for (const back of undo) {
    try {
      back();
    } catch {
      // Such as a CPU that has gone meanwhile: it ends with the thread.
    }
  }
}
