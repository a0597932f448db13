import { Snapshot } from '../core/snapshot.js';

/**
 * A snapshot, and when it was taken. It is handed on as a whole: a number that is no small whole one
 * would be put on the heap for every call that takes it.
 */
export class TimedSnapshot extends Snapshot {
  /** On the clock of the timestamps. */
  atNs = 0;
}
