import { readFileSync } from 'node:fs';

/** State and counters of a thread at one moment, which /proc shows to every user. */
export interface ThreadSample {
  /** CLOCK_MONOTONIC. */
  readonly ns: number;
  /** R, S, D, T, t, ... */
  readonly state: string;
  /** Time on a CPU so far. */
  readonly runNs: number;
  /** Time ready to run, without a CPU, so far. */
  readonly delayNs: number;
  /** Page faults so far that waited for a disk. */
  readonly majorFaults: number;
  /** CPU on which it runs, or ran last. */
  readonly cpu: number;
}

/** @throws an error of node:fs if the thread has ended */
export function sampleThread(pid: number | 'self', tid: number): ThreadSample {
  const directory = `/proc/${pid}/task/${tid}`;
  // The command before the state is in parentheses, and may contain any character.
  const stat = readFileSync(`${directory}/stat`, 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [runNs, delayNs] = readFileSync(`${directory}/schedstat`, 'latin1').split(' ').map(Number);
  return {
    ns: Number(process.hrtime.bigint()),
    state: fields[0]!,
    runNs: runNs!,
    delayNs: delayNs!,
    majorFaults: Number(fields[9]),
    cpu: Number(fields[36]),
  };
}
