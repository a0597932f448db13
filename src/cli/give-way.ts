import { readdirSync } from 'node:fs';
import { constants, setPriority } from 'node:os';

/** The threads that the process has now: this one and V8's own, which compile and collect. */
export function threadIds(): readonly number[] {
  return readdirSync('/proc/self/task').map(Number);
}

/**
 * Lets threads give way to those that are started while they do not: what a stream's thread asks of
 * V8's, such as to compile, is not to keep it from running, and its reader has seconds.
 */
export function giveWay(threads: readonly number[]): void {
  for (const thread of threads) {
    try {
      setPriority(thread, constants.priority.PRIORITY_BELOW_NORMAL);
    } catch {
      // It has ended, or the system does not allow it: then all run alike.
    }
  }
}
