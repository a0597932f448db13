import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { cpus } from 'node:os';

/** The kernel's priority is that in /proc plus this. */
const PROC_PRIORITY = 100;
const SWITCH = ': sched_switch: ';
const LAST_SWITCH = /\[(\d+)\] .* next_pid=(\d+) next_prio=/;

/**
 * Returns lines of comment that complete a recording: priorities of the threads that hold a CPU at
 * its end, and their names, which a program that was just started has changed.
 * @param trace recorded text
 */
export function threadNotes(trace: string): string[] {
  return lastThreads(trace).flatMap((tid) => [
    ...noteOf(`priority ${tid}`, priorityOf(tid)),
    ...noteOf(`name ${tid}`, readLine(`/proc/${tid}/comm`)),
  ]);
}

/**
 * Returns lines of comment about a process that owns a stream: names of its threads, targets of
 * their descriptors. None if it has ended.
 */
export function ownerNotes(owner: number): string[] {
  const threads = threadsOf(owner);
  return [
    ...threads.flatMap((tid) => noteOf(`thread ${tid}`, readLine(`/proc/${tid}/comm`))),
    ...threads.flatMap((tid) => noteOf(`process ${tid}`, String(owner))),
    ...list(`/proc/${owner}/fd`).flatMap((descriptor) => {
      const target = attempt(() => readlinkSync(`/proc/${owner}/fd/${descriptor}`));
      return threads.flatMap((tid) => noteOf(`fd ${tid} ${descriptor}`, target));
    }),
  ];
}

export function threadsOf(pid: number): number[] {
  return list(`/proc/${pid}/task`).map(Number);
}

function noteOf(name: string, value: string | undefined): string[] {
  return value === undefined ? [] : [`# alsa-mmap: ${name} ${value.replaceAll('\n', '?')}`];
}

/** The thread that each CPU switched to last, found from the end on. */
function lastThreads(trace: string): number[] {
  const last = new Map<string, number>();
  let end = trace.lastIndexOf(SWITCH);
  for (; end >= 0 && last.size < cpus().length; end = trace.lastIndexOf(SWITCH, end - 1)) {
    const line = trace.slice(trace.lastIndexOf('\n', end) + 1, trace.indexOf('\n', end));
    const [, cpu, pid] = LAST_SWITCH.exec(line) ?? [];
    if (cpu !== undefined && !last.has(cpu)) last.set(cpu, Number(pid));
  }
  return [...new Set(last.values())].filter((pid) => pid !== 0);
}

function priorityOf(tid: number): string | undefined {
  // The command before it is in parentheses, and may contain any character.
  const fields = readLine(`/proc/${tid}/stat`)
    ?.replace(/^.*\) /, '')
    .split(' ');
  return fields?.[15] === undefined ? undefined : String(Number(fields[15]) + PROC_PRIORITY);
}

function readLine(path: string): string | undefined {
  return attempt(() => readFileSync(path, 'utf8').trimEnd());
}

export function list(directory: string): string[] {
  return attempt(() => readdirSync(directory)) ?? [];
}

export function attempt<T>(call: () => T): T | undefined {
  try {
    return call();
  } catch {
    return undefined;
  }
}
