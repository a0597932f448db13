import { cardWakings } from '../model/card-wakings.js';
import { CpuUse } from '../model/cpu-use.js';
import { callTableOf, findOwner } from '../model/find-owner.js';
import { type PcmStream, pcmStreams } from '../model/pcm-streams.js';
import { isSelfTimed } from '../model/self-timed.js';
import { type StateSpan, threadStates } from '../model/thread-states.js';
import type { Trace } from '../trace/parse-trace.js';
import type { CallTable } from '../trace/system-calls.js';
import type { Task } from '../trace/trace-event.js';
import { TimeSplitter } from './split-time.js';

/** A substream of a trace, and its owner. */
export interface StreamModel {
  readonly stream: PcmStream;
  /** The thread that owns the stream; undefined if no event shows it. */
  readonly owner: Task | undefined;
  /** States of the owner. */
  readonly states: readonly StateSpan[];
  /** True if the owner wakes itself, by a timer. */
  readonly isTimed: boolean;
  /** Splits time of the owner; undefined without one. */
  readonly splitter: TimeSplitter | undefined;
}

/** A trace as streams, threads and CPUs: the common base of all that is concluded from it. */
export interface TraceModel {
  readonly trace: Trace;
  readonly calls: CallTable;
  readonly cpus: CpuUse;
  /** In the order of their first event. */
  readonly streams: readonly StreamModel[];
}

/** Returns the model of a trace. */
export function traceModel(trace: Trace): TraceModel {
  const calls = callTableOf(trace);
  const cpus = new CpuUse(trace);
  const streams = pcmStreams(trace).map((stream): StreamModel => {
    const wakings = cardWakings(trace, stream);
    const owner = findOwner(trace, stream, wakings, calls);
    if (owner === undefined) {
      return { stream, owner, states: [], isTimed: false, splitter: undefined };
    }
    const isTimed = isSelfTimed(trace, wakings, owner);
    const splitter = new TimeSplitter({ trace, stream, cpus, calls, owner, isTimed });
    return { stream, owner, states: threadStates(trace, owner.pid), isTimed, splitter };
  });
  return { trace, calls, cpus, streams };
}
