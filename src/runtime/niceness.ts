import { readdirSync } from 'node:fs';
import { setPriority } from 'node:os';

/**
 * Sets the niceness of all threads of this process, those of V8 too. They share locks, as of the
 * process's memory (mmap_lock): a thread of higher niceness that holds one delays all others until
 * the scheduler lets it run. So a program that plays or captures leaves its threads as they are.
 * @param niceness 0 to 19; higher than now
 */
export function raiseNiceness(niceness: number): void {
  for (const thread of readdirSync('/proc/self/task')) {
    try {
      setPriority(Number(thread), niceness);
    } catch {
      // The thread has ended, or a sandbox forbids it: it keeps its niceness.
    }
  }
}
