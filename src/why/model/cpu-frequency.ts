import type { Trace } from '../trace/parse-trace.js';
import type { StateSpan } from './thread-states.js';

/** Frequency of the owner's CPU when the ring ran dry. */
export interface CpuFrequency {
  readonly cpu: number;
  readonly kHz: number;
  /** The highest one of that CPU in the trace. */
  readonly maxKHz: number;
}

/**
 * Returns the frequency of the CPU that an owner used last before a moment; undefined if the trace
 * has no change of it before.
 */
export function frequencyAt(
  { events }: Trace,
  states: readonly StateSpan[],
  ns: number,
): CpuFrequency | undefined {
  const used = states.findLast((span) => span.fromNs <= ns && 'cpu' in span);
  if (used === undefined || !('cpu' in used)) return undefined;
  const { cpu } = used;
  const changes = events.filter((event) => event.kind === 'frequency' && event.ofCpu === cpu);
  const kHzOf = (event: (typeof events)[number]) => (event.kind === 'frequency' ? event.kHz : 0);
  const last = changes.findLast((event) => event.ns <= ns);
  if (last === undefined) return undefined;
  return { cpu, kHz: kHzOf(last), maxKHz: Math.max(...changes.map(kHzOf)) };
}
