import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks of the times in /proc: USER_HZ, 100 on every architecture that Linux runs on. */
const TICKS_PER_SECOND = 100;

/** CPU time of a process since its start: seconds in total and per thread. */
export function cpuUsage(pid) {
  const threads = readdirSync(`/proc/${pid}/task`).flatMap((tid) => {
    try {
      return [{ tid, ...timesOf(`/proc/${pid}/task/${tid}`) }];
    } catch {
      return [];
    }
  });
  return { ...timesOf(`/proc/${pid}`), threads };
}

/** Peak of the resident set, and the set now, in MiB. */
export function memoryUsage(pid) {
  const text = readFileSync(`/proc/${pid}/status`, 'utf8');
  const mib = (name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)[1]) / 1024;
  return { peakMib: mib('VmHWM'), residentMib: mib('VmRSS') };
}

/** The fields 14 and 15 of proc_pid_stat(5), counted after the name, which may hold anything. */
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
