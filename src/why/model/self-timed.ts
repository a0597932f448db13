import type { Trace } from '../trace/parse-trace.js';
import { type CallTable, waitsForCard } from '../trace/system-calls.js';
import type { EventOf, Task } from '../trace/trace-event.js';
import type { StateSpan } from './thread-states.js';

/** Wake-ups from which it is concluded that the card causes none. */
const MIN_WAKINGS = 4;

/**
 * True if the owner wakes itself by a timer, as PipeWire does: the card never wakes it.
 * @param byCard wake-ups that the interrupts of the stream caused
 */
export function isSelfTimed(
  { events }: Trace,
  byCard: readonly EventOf<'waking'>[],
  { pid }: Task,
): boolean {
  const wakings = events.filter(
    (event) => event.kind === 'waking' && event.target.pid === pid && event.task.pid !== pid,
  );
  const isWokenByCard = byCard.some(({ target }) => target.pid === pid);
  return wakings.length >= MIN_WAKINGS && !isWokenByCard;
}

/**
 * Returns the last wake-up of an owner before the ring ran dry; undefined if it slept at that
 * moment. Only sleep in calls such as poll counts: another call may be what it was blocked by.
 */
export function lastWakeUp(
  states: readonly StateSpan[],
  calls: CallTable,
  ranDryNs: number,
): number | undefined {
  const sleep = states.findLast(
    (span) =>
      span.state === 'asleep' &&
      span.fromNs < ranDryNs &&
      span.call !== undefined &&
      waitsForCard(span.call, calls),
  );
  return sleep === undefined || sleep.toNs >= ranDryNs ? undefined : sleep.toNs;
}
