import type { Trace } from '../trace/parse-trace.js';
import type { TraceEvent } from '../trace/trace-event.js';

/** Longest time between two timer interrupts of a CPU that runs a thread: 100 Hz is the slowest. */
const MAX_TICK_NS = 10e6;
/** Time without an event, after which a tick is missing for sure. */
const MIN_GAP_NS = 2 * MAX_TICK_NS;

interface Stall {
  readonly fromNs: number;
  readonly toNs: number;
  readonly use: 'stalled';
}

/** State of one CPU at its last event. */
interface CpuState {
  readonly ns: number;
  readonly hasTicks: boolean;
  /** True if it runs a thread with interrupts on: an idle CPU has no ticks. */
  readonly isTicking: boolean;
}

/**
 * Finds the time in which a CPU ran a thread and took no interrupt of its timer, from the moment at
 * which the next one was due at the latest: firmware, a hypervisor or code with interrupts off held
 * it. Empty for a CPU whose ticks are not recorded.
 */
export function cpuStalls({ events, lost }: Trace): Map<number, Stall[]> {
  const stalls = new Map<number, Stall[]>();
  const cpus = new Map<number, CpuState>();
  const hasTickExits = events.some(({ kind }) => kind === 'tick-exit');
  const close = (cpu: number, { ns, hasTicks, isTicking }: CpuState, toNs: number) => {
    if (!hasTicks || !isTicking || toNs - ns < MIN_GAP_NS) return;
    if (lost.some((loss) => loss.cpu === cpu && loss.fromNs < toNs && loss.toNs > ns)) return;
    const stall: Stall = { fromNs: ns + MAX_TICK_NS, toNs, use: 'stalled' };
    stalls.set(cpu, [...(stalls.get(cpu) ?? []), stall]);
  };
  for (const event of events) {
    const before = cpus.get(event.cpu);
    if (before !== undefined) close(event.cpu, before, event.ns);
    const hasTicks = event.kind === 'tick' || before?.hasTicks === true;
    cpus.set(event.cpu, { ns: event.ns, hasTicks, isTicking: isTicking(event, hasTickExits) });
  }
  const endNs = events.at(-1)?.ns ?? 0;
  for (const [cpu, state] of cpus) close(cpu, state, endNs);
  return stalls;
}

/** @param hasTickExits false for a trace in which the timer's handler seems to take no time */
function isTicking(event: TraceEvent, hasTickExits: boolean): boolean {
  const { kind, task, inInterrupt } = event;
  if (kind === 'switch') return event.next.pid !== 0;
  if (kind === 'tick' && hasTickExits) return false;
  const isHandler =
    inInterrupt && !/^(tick|tick-exit|irq-exit|softirq-entry|softirq-exit)$/.test(kind);
  return task.pid !== 0 && !isHandler;
}
