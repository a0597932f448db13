import { readdirSync } from 'node:fs';
import { setPriority } from 'node:os';

/**
 * Returns the thread ids of this process, including V8's compiler and garbage collector threads.
 */
export function threadIds(): readonly number[] {
  return readdirSync('/proc/self/task').map(Number);
}

/** The main thread has to keep up with the stream, within seconds; V8's threads only assist. */
const MAIN_THREAD_NICENESS = 5;
const V8_THREAD_NICENESS = 10;

/**
 * Raises the niceness of the given threads, so that a stream's thread preempts them. The scheduler
 * otherwise lets a compilation that the stream's thread requested delay that thread.
 */
export function lowerThreadPriorities(threads: readonly number[]): void {
  for (const thread of threads) {
    try {
      setPriority(thread, thread === process.pid ? MAIN_THREAD_NICENESS : V8_THREAD_NICENESS);
    } catch {
      // The thread has ended, or a sandbox forbids it: it keeps its priority.
    }
  }
}
