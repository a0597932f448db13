import { Snapshot } from '../core/snapshot.js';

/**
 * A snapshot and the times before and after it. Passing the object instead of the times avoids
 * boxing numbers at every call.
 */
export class TimedSnapshot extends Snapshot {
  /** On the clock of the timestamps. */
  beforeNs = 0;
  atNs = 0;
}

/** Timestamp of the last pointer update, in ns. */
export function timestampNs({ tstampSec, tstampNsec }: Snapshot): number {
  return tstampSec * 1e9 + tstampNsec;
}
