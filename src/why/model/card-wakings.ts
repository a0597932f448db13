import type { Trace } from '../trace/parse-trace.js';
import type { EventOf } from '../trace/trace-event.js';
import type { PcmStream } from './pcm-streams.js';

/** Longest time from a pointer update to the wake-up that it causes in the same interrupt. */
export const WAKE_NS = 1e6;

/** Returns the wake-ups that the interrupts of a stream caused. */
export function cardWakings({ events }: Trace, stream: PcmStream): EventOf<'waking'>[] {
  const wakings: EventOf<'waking'>[] = [];
  /** Last update of this stream in an interrupt, by CPU. */
  const updates = new Map<number, number>();
  for (const event of events) {
    const { kind, cpu, ns, inInterrupt } = event;
    if ('pcm' in event) {
      if (event.pcm.stream !== stream.id) updates.delete(cpu);
      else if (inInterrupt) updates.set(cpu, ns);
    } else if (kind === 'waking' && inInterrupt) {
      const updateNs = updates.get(cpu);
      if (updateNs !== undefined && ns - updateNs < WAKE_NS) wakings.push(event);
    } else if (kind === 'irq-entry' || kind === 'tick' || kind === 'switch') updates.delete(cpu);
  }
  return wakings;
}
