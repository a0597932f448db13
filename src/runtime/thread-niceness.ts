import { readdirSync } from 'node:fs';
import { setPriority } from 'node:os';

/** The threads that the process has now: this one and V8's own, which compile and collect. */
export function threadIds(): readonly number[] {
  return readdirSync('/proc/self/task').map(Number);
}

/** How far down: this thread has seconds, but has to keep up; the others only help. */
const MAIN_THREAD_NICENESS = 5;
const V8_THREAD_NICENESS = 10;

/**
 * Lets threads give way to those that are started while they do not: what a stream's thread asks of
 * V8's, such as to compile, is not to keep it from running, nor is what is done with its frames.
 */
export function lowerThreadPriorities(threads: readonly number[]): void {
  for (const thread of threads) {
    try {
      setPriority(thread, thread === process.pid ? MAIN_THREAD_NICENESS : V8_THREAD_NICENESS);
    } catch {
      // It has ended, or the system does not allow it: then all run alike.
    }
  }
}
