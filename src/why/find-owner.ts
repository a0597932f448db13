import type { Trace } from './parse-trace.js';
import type { PcmStream } from './pcm-streams.js';
import { type CallTable, callName, pcmIoctl } from './system-calls.js';
import type { Task } from './trace-event.js';

/** Longest time from a pointer update to the wake-up that it causes in the same interrupt. */
export const WAKE_NS = 1e6;

/**
 * Finds the thread that owns a stream: the one that its interrupts wake, or that updates its
 * pointers by ioctls; in a trace of one stream also the one that issues its ioctls. Undefined if no
 * event shows it.
 */
export function findOwner(trace: Trace, stream: PcmStream): Task | undefined {
  const { events } = trace;
  const votes = new Map<number, number>();
  const vote = (pid: number) => votes.set(pid, (votes.get(pid) ?? 0) + 1);
  /** Last update of this stream in an interrupt, by CPU. */
  const updates = new Map<number, number>();
  for (const event of events) {
    if ('pcm' in event) {
      if (event.pcm.stream !== stream.id) updates.delete(event.cpu);
      else if (event.inInterrupt) updates.set(event.cpu, event.ns);
      else if (event.kind === 'pointer-update') vote(event.task.pid);
    } else if (event.kind === 'waking' && event.inInterrupt) {
      const atNs = updates.get(event.cpu);
      if (atNs !== undefined && event.ns - atNs < WAKE_NS) vote(event.target.pid);
    } else if (event.kind === 'irq-entry' || event.kind === 'switch') updates.delete(event.cpu);
  }
  if (votes.size === 0) {
    const calls = callTableOf(trace);
    const others = events.some((event) => 'pcm' in event && event.pcm.stream !== stream.id);
    for (const event of others ? [] : events) {
      if (event.kind === 'call' && pcmIoctl(event, calls) !== undefined) vote(event.task.pid);
    }
  }
  const [best] = [...votes].sort((one, other) => other[1] - one[1]);
  return best === undefined ? undefined : { pid: best[0], command: nameOf(events, best[0]) };
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
