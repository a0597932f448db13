import { checkValue, objectOf, type ValueCheck } from '../device/check-fields.js';
import type { LossEvent } from './loss.js';
import { LossLog, LossReader } from './loss-log.js';
import { type CounterName, StreamCounters } from './stream-counters.js';

/** Shared memory of a `StreamMonitor`, as plain data that can be posted to a thread. */
export interface MonitorMemory {
  readonly counters: SharedArrayBuffer;
  readonly losses: SharedArrayBuffer;
}

const SHARED: ValueCheck = {
  expected: 'a SharedArrayBuffer',
  accepts: (value) => value instanceof SharedArrayBuffer,
  required: true,
};
const MEMORY = objectOf<MonitorMemory>({ counters: SHARED, losses: SHARED });

/**
 * Counters and losses of a `playInPlace` loop, and the request to stop it. They are in shared
 * memory: post `memory` to the thread that plays, and create another monitor over it there.
 * @example
 * import { StreamMonitor } from 'alsa-mmap/direct';
 *
 * const monitor = new StreamMonitor();
 * const inOtherThread = new StreamMonitor(monitor.memory);
 * inOtherThread.requestStop();
 * console.log(monitor.stopRequested, monitor.get('frames')); // true 0
 */
export class StreamMonitor {
  readonly memory: MonitorMemory;
  readonly #counters: StreamCounters;
  readonly #losses: LossReader;

  /**
   * @param memory memory of another monitor; new memory by default
   * @throws USAGE
   */
  constructor(memory?: MonitorMemory) {
    checkValue('memory', memory, MEMORY);
    this.#counters = new StreamCounters(memory?.counters);
    this.memory = memory ?? { counters: this.#counters.buffer, losses: new LossLog().buffer };
    this.#losses = new LossReader(this.memory.losses);
  }

  /** Returns the value of a counter as the loop last published it; 0 before the start. */
  get(name: CounterName): number {
    return this.#counters.get(name);
  }

  /** Iterates over the losses that this monitor has not returned yet. */
  newLosses(): Iterable<LossEvent> {
    return this.#losses;
  }

  /** Requests the loop to stop; it then plays what is in the ring, and returns. */
  requestStop(): void {
    this.#counters.requestStop();
  }

  /** True after a request to stop. */
  get stopRequested(): boolean {
    return this.#counters.stopRequested;
  }
}
