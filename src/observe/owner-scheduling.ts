import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StreamOwner } from '../device/pcm-owners.js';

/** Names of the scheduling policies by number (include/uapi/linux/sched.h). */
const POLICIES = ['OTHER', 'FIFO', 'RR', 'BATCH', undefined, 'IDLE', 'DEADLINE', 'EXT'];
const REALTIME = new Set(['FIFO', 'RR']);
/** Fields of /proc/PID/task/TID/stat, counted from the state, which follows the command. */
const NICE = 16;
const RT_PRIORITY = 37;
const POLICY = 38;

/** Scheduling of the thread that opened a stream. */
export interface OwnerScheduling {
  /** Such as `FIFO`. */
  readonly policy: string;
  /** Priority of FIFO and RR, else the nice value. */
  readonly priority: number;
  /** Total time for which the thread was ready to run but had no CPU. */
  readonly runDelayNs: number;
}

/** Reads the scheduling of a stream's owner; null if its thread has ended. Any user may. */
export function readScheduling(
  { pid, tid }: StreamOwner,
  procRoot = '/proc',
): OwnerScheduling | null {
  const task = join(procRoot, `${pid}/task/${tid}`);
  try {
    const stat = parseStat(readFileSync(join(task, 'stat'), 'latin1'));
    const runDelayNs = parseRunDelay(readFileSync(join(task, 'schedstat'), 'latin1'));
    return stat === null || runDelayNs === null ? null : { ...stat, runDelayNs };
  } catch {
    return null;
  }
}

/** Policy and priority; the command before them can contain spaces and parentheses. */
function parseStat(text: string): Omit<OwnerScheduling, 'runDelayNs'> | null {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const numberAt = (index: number) => Number(fields[index] ?? Number.NaN);
  const policy = POLICIES[numberAt(POLICY)];
  if (policy === undefined) return null;
  const priority = numberAt(REALTIME.has(policy) ? RT_PRIORITY : NICE);
  return Number.isInteger(priority) ? { policy, priority } : null;
}

/** Second number of schedstat. */
function parseRunDelay(text: string): number | null {
  const digits = /^\d{1,20} (\d{1,20}) \d/.exec(text)?.[1];
  return digits === undefined ? null : Number(digits);
}
