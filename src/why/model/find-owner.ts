import type { Trace } from '../trace/parse-trace.js';
import { type CallTable, callName, pcmIoctl } from '../trace/system-calls.js';
import type { EventOf, Task } from '../trace/trace-event.js';
import type { PcmStream } from './pcm-streams.js';

/**
 * Finds the thread that owns a stream: the one that its interrupts wake, or that updates its
 * pointers by ioctls; in a trace of one stream also the one that issues its ioctls, or the most
 * system calls. A program that reads the stream's file in /proc updates the pointers as well; its
 * system calls are not recorded, those of an owner are. Undefined if no event shows it.
 * @param wakings wake-ups that the interrupts of the stream caused
 */
export function findOwner(
  { events }: Trace,
  stream: PcmStream,
  wakings: readonly EventOf<'waking'>[],
  calls: CallTable,
): Task | undefined {
  const callers = new Map<number, number>();
  const ioctls = new Map<number, number>();
  for (const event of events) {
    if (event.kind !== 'call' && event.kind !== 'return') continue;
    count(callers, event.task.pid);
    if (event.kind === 'call' && pcmIoctl(event, calls) !== undefined)
      count(ioctls, event.task.pid);
  }
  const votes = new Map<number, number>();
  const vote = (pid: number) => {
    if (callers.size === 0 || callers.has(pid)) count(votes, pid);
  };
  for (const { target } of wakings) vote(target.pid);
  for (const event of events) {
    const isUpdate = event.kind === 'pointer-update' && event.pcm.stream === stream.id;
    if (isUpdate && !event.inInterrupt) vote(event.task.pid);
  }
  const others = events.some((event) => 'pcm' in event && event.pcm.stream !== stream.id);
  const best = most(votes) ?? (others ? undefined : (most(ioctls) ?? most(callers)));
  return best === undefined ? undefined : { pid: best, command: nameOf(events, best) };
}

function count(counts: Map<number, number>, pid: number): void {
  counts.set(pid, (counts.get(pid) ?? 0) + 1);
}

/** The thread with the largest count. */
function most(counts: ReadonlyMap<number, number>): number | undefined {
  return [...counts].sort((one, other) => other[1] - one[1])[0]?.[0];
}

function nameOf(events: Trace['events'], pid: number): string {
  for (const event of events) {
    if (event.kind === 'waking' && event.target.pid === pid) return event.target.command;
    if (event.task.pid === pid) return event.task.command;
  }
  return '?';
}

/** Architecture of a trace, by the PCM ioctls in it; x86-64 if it has none. */
export function callTableOf({ events }: Trace): CallTable {
  const isArm = events.some(
    (event) =>
      event.kind === 'call' &&
      callName(event, 'arm64') === 'ioctl' &&
      pcmIoctl(event, 'arm64') !== undefined,
  );
  return isArm ? 'arm64' : 'x64';
}
