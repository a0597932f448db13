import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Little garbage accumulates between two collections while no frames are lost. */
const GC_INTERVAL_MS = 300_000;

let collect: (() => void) | undefined;

/** Collects this thread's garbage now, so that garbage from the set-up does not delay a stream. */
export function collectGarbage(): void {
  collect ??= createCollector();
  collect();
}

/** Collects this thread's garbage every 5 minutes; returns a function that stops it. */
export function startPeriodicGc(): () => void {
  const timer = setInterval(collectGarbage, GC_INTERVAL_MS);
  return () => clearInterval(timer);
}

/** V8 defines `gc` in a context that is created while the flag is set. */
function createCollector(): () => void {
  setFlagsFromString('--expose-gc');
  try {
    return runInNewContext('gc') as () => void;
  } finally {
    setFlagsFromString('--no-expose-gc');
  }
}
