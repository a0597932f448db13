import type { Trace } from '../trace/parse-trace.js';
import type { Task } from '../trace/trace-event.js';
import type { PcmStream } from './pcm-streams.js';
import { type StateSpan, threadStates } from './thread-states.js';

/** Thread that handles the interrupts of a stream, and its states. */
export interface InterruptThread {
  readonly task: Task;
  readonly states: readonly StateSpan[];
}

/** Finds the thread of the card's interrupt; undefined if interrupts have no threads. */
export function interruptThread(
  trace: Trace,
  { interrupts }: PcmStream,
): InterruptThread | undefined {
  const handled = interrupts.findLast(({ task }) => task.command.startsWith('irq/'));
  if (handled === undefined) return undefined;
  const { task } = handled;
  return { task, states: threadStates(trace, task.pid) };
}
