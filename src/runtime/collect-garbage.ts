import { runInNewContext } from 'node:vm';

/** Little garbage accumulates between two collections while no frames are lost. */
const GC_INTERVAL_MS = 300_000;

let collect: (() => void) | undefined;

/**
 * Collects this thread's garbage now, so that garbage from the set-up is not collected while a ring
 * waits. Does nothing without `--expose-gc`, which `tuneV8` sets.
 */
export function collectGarbage(): void {
  collect ??= findCollector() ?? (() => {});
  collect();
}

/**
 * Collects this thread's garbage every 5 minutes.
 * @returns a function that stops it
 */
export function startPeriodicGc(): () => void {
  const timer = setInterval(collectGarbage, GC_INTERVAL_MS);
  return () => clearInterval(timer);
}

/** V8 defines `gc` in the contexts that are created after the flag was set. */
function findCollector(): (() => void) | undefined {
  return globalThis.gc ?? runInNewContext('globalThis.gc');
}
