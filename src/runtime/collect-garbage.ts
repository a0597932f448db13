import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

let collect: (() => void) | undefined;

/**
 * Collects this thread's garbage now, so that what its beginning left behind is not collected when
 * a ring is waiting. V8 gives the function to a context that is made while its flag stands.
 */
export function collectGarbage(): void {
  collect ??= createCollector();
  collect();
}

function createCollector(): () => void {
  setFlagsFromString('--expose-gc');
  try {
    return runInNewContext('gc') as () => void;
  } finally {
    setFlagsFromString('--no-expose-gc');
  }
}
