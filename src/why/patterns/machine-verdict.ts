import type { Cause } from '../account/account.js';
import type { TraceModel } from '../account/trace-model.js';
import { countCauses } from './count-causes.js';
import { type WakeUp, wakeUps } from './wake-ups.js';

/** Wake-ups that were later than a ring of that length holds. */
export interface LateWakeUps {
  readonly ringNs: number;
  readonly count: number;
  /** The most frequent cause; undefined if there are none. */
  readonly cause: Cause | undefined;
}

/** The wake-ups of the recordings of a run, compared with rings that they would have emptied. */
export interface MachineVerdict {
  readonly wakeUps: number;
  readonly recordedNs: number;
  /** By length of the ring, shortest first. */
  readonly rings: readonly LateWakeUps[];
}

/** Lengths of rings that are in use. */
const RINGS_NS = [1e6, 2e6, 5e6, 10e6, 20e6, 50e6, 100e6];

/** The wake-ups of the recordings of a run. */
export class MachineRecord {
  readonly #wakeUps: WakeUp[] = [];
  #recordedNs = 0;
  /** End of the last recording: the next one may begin before. */
  #endNs = Number.NEGATIVE_INFINITY;

  add(model: TraceModel): void {
    const { events } = model.trace;
    const fromNs = Math.max(events[0]!.ns, this.#endNs);
    this.#endNs = events.at(-1)!.ns;
    this.#wakeUps.push(...wakeUps(model).filter(({ dueNs }) => dueNs >= fromNs));
    this.#recordedNs += this.#endNs - fromNs;
  }

  /** Returns the verdict on the machine; undefined without a wake-up. */
  verdict(): MachineVerdict | undefined {
    return machineVerdict(this.#wakeUps, this.#recordedNs);
  }
}

/** Compares wake-ups with rings; undefined without a wake-up. */
export function machineVerdict(
  wakeUps: readonly WakeUp[],
  recordedNs: number,
): MachineVerdict | undefined {
  if (wakeUps.length === 0) return undefined;
  const rings = RINGS_NS.map((ringNs) => {
    const late = wakeUps.filter(({ lateNs }) => lateNs > ringNs);
    const causes = late.flatMap(({ cause }) => (cause === undefined ? [] : [cause]));
    return { ringNs, count: late.length, cause: countCauses(causes)[0]?.cause };
  });
  return { wakeUps: wakeUps.length, recordedNs, rings };
}
