import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks of the times in /proc: USER_HZ, 100 on every architecture that Linux runs on. */
const TICKS_PER_SECOND = 100;

/**
 * CPU time of a process since its start: seconds in total and per thread. `cpuSeconds` is exact to
 * the nanosecond, for the threads that live.
 * @param {number} pid
 */
export function cpuUsage(pid) {
  const threads = readdirSync(`/proc/${pid}/task`).flatMap((tid) => {
    try {
      const folder = `/proc/${pid}/task/${tid}`;
      const [runNs = '0'] = readFileSync(`${folder}/schedstat`, 'utf8').split(' ');
      return [{ tid, cpuSeconds: Number(runNs) / 1e9, ...timesOf(folder) }];
    } catch {
      return [];
    }
  });
  const cpuSeconds = threads.reduce((sum, thread) => sum + thread.cpuSeconds, 0);
  return { ...timesOf(`/proc/${pid}`), cpuSeconds, threads };
}

/**
 * Peak of the resident set in MiB.
 * @param {number} pid
 */
export function peakMemoryMib(pid) {
  const text = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(text)?.[1]) / 1024;
}

/**
 * Reads fields 14 and 15 of proc_pid_stat(5), counted from the end of the name, which may contain
 * any character.
 * @param {string} folder
 */
function timesOf(folder) {
  const text = readFileSync(`${folder}/stat`, 'utf8');
  const name = text.slice(text.indexOf('(') + 1, text.lastIndexOf(')'));
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return {
    name,
    userSeconds: Number(fields[11]) / TICKS_PER_SECOND,
    systemSeconds: Number(fields[12]) / TICKS_PER_SECOND,
  };
}
