import type { StreamStatus } from '../../observe/proc-asound.js';

/** A trigger time within this time of the clock is on CLOCK_MONOTONIC. */
const SAME_CLOCK_NS = 10e9;

/** Finds the xruns of a stream in its status files, which are read every half second. */
export class StopWatch {
  #last: StreamStatus | undefined;

  /**
   * Returns the moment at which the stream stopped, or at which it ran again if that was between
   * two reads; undefined if it had no xrun since the last read.
   */
  read(status: StreamStatus, nowNs: number): number | undefined {
    const last = this.#last;
    this.#last = status;
    if (last === undefined) return undefined;
    const isStopped = status.state === 'XRUN' && last.state !== 'XRUN';
    const isRestarted =
      last.state === 'RUNNING' && status.state === 'RUNNING' && isNewRun(status, last);
    if (!isStopped && !isRestarted) return undefined;
    const { triggerTime } = status;
    const triggerNs = triggerTime === null ? nowNs : toNs(triggerTime);
    return Math.abs(nowNs - triggerNs) < SAME_CLOCK_NS ? triggerNs : nowNs;
  }
}

/** A stream that is prepared begins at frame 0; a wrap at the boundary has no new trigger time. */
function isNewRun(status: StreamStatus, last: StreamStatus): boolean {
  if (status.hwPtr >= last.hwPtr) return false;
  const [time, before] = [status.triggerTime, last.triggerTime];
  return time === null || before === null || toNs(time) !== toNs(before);
}

function toNs({ sec, nsec }: NonNullable<StreamStatus['triggerTime']>): number {
  return sec * 1e9 + nsec;
}
