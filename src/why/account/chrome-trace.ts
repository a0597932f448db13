import { lastIndexUpTo } from '../model/bisect.js';
import { WAKE_NS } from '../model/card-wakings.js';
import type { CpuUse } from '../model/cpu-use.js';
import type { PcmStream } from '../model/pcm-streams.js';
import type { StateSpan } from '../model/thread-states.js';
import { type CallTable, callName } from '../trace/system-calls.js';
import type { Account } from './account.js';
import { describeCause, nameTask } from './describe-cause.js';
import { fillAt } from './fill-curve.js';
import { commitsBefore } from './missing-time.js';
import type { StreamModel, TraceModel } from './trace-model.js';

/** An event of Chrome's trace event format. Times are microseconds. */
export interface ChromeEvent {
  readonly name: string;
  /** X slice, C counter, i instant, s and f ends of an arrow, M name of a track. */
  readonly ph: 'X' | 'C' | 'i' | 's' | 'f' | 'M';
  readonly ts: number;
  readonly dur?: number;
  readonly pid: number;
  readonly tid: number;
  readonly cat?: string;
  readonly id?: number;
  readonly bp?: 'e';
  readonly s?: 't';
  readonly args?: Readonly<Record<string, string | number>>;
}

/** Tracks of a stream, in this order. */
const TRACKS = { owner: 1, cpu: 2, interrupts: 3, missing: 4 } as const;
/** An arrow ends in a slice; an interrupt without an exit event gets this length. */
const INTERRUPT_US = 10;

/**
 * Converts a trace for ui.perfetto.dev and chrome://tracing: per stream the fill as a counter, the
 * owner's states, the use of its CPU, interrupts, the missing time of each xrun, and arrows from an
 * interrupt to the run of the owner that it caused.
 */
export function chromeTrace(model: TraceModel, accounts: readonly Account[]): object {
  const events = model.streams.flatMap((each, index) => {
    const own = accounts.filter((account) => account.stream.id === each.stream.id);
    return streamEvents(model, each, own, index + 1);
  });
  return { traceEvents: events, displayTimeUnit: 'ms' };
}

function streamEvents(
  { cpus, calls }: TraceModel,
  { stream, owner, states }: StreamModel,
  accounts: readonly Account[],
  pid: number,
): ChromeEvent[] {
  const name = `hw:${stream.card ?? '?'},${stream.device ?? '?'} ${stream.direction}`;
  return [
    { ph: 'M', name: 'process_name', ts: 0, pid, tid: 0, args: { name } },
    ...trackName(pid, TRACKS.owner, owner === undefined ? 'owner unknown' : nameTask(owner)),
    ...trackName(pid, TRACKS.cpu, "owner's CPU"),
    ...trackName(pid, TRACKS.interrupts, 'interrupts of the card'),
    ...trackName(pid, TRACKS.missing, 'missing time'),
    ...fillCounter(stream, pid),
    ...joinEqual(states.map((span) => ownerSlice(span, calls, pid))),
    ...joinEqual(cpuSlices(states, cpus, pid)),
    ...interruptSlices(stream, states, pid),
    ...accounts.flatMap((account) => accountEvents(account, pid)),
    ...commitInstants(stream, states, calls, accounts, pid),
  ];
}

function trackName(pid: number, tid: number, name: string): ChromeEvent[] {
  return [
    { ph: 'M', name: 'thread_name', ts: 0, pid, tid, args: { name } },
    { ph: 'M', name: 'thread_sort_index', ts: 0, pid, tid, args: { sort_index: tid } },
  ];
}

function fillCounter(stream: PcmStream, pid: number): ChromeEvent[] {
  const { bufferSize = Infinity } = stream;
  return stream.points.map((point) => {
    const frames = Math.min(Math.max(fillAt(stream, point), 0), bufferSize);
    return { ph: 'C', name: 'fill', ts: point.ns / 1e3, pid, tid: 0, args: { frames } };
  });
}

/** A slice of a track. */
type Slice = ChromeEvent & { readonly ph: 'X'; readonly dur: number };

function slice(name: string, fromNs: number, toNs: number, pid: number, tid: number): Slice {
  return { ph: 'X', name, ts: fromNs / 1e3, dur: (toNs - fromNs) / 1e3, pid, tid };
}

/** Joins slices of equal name that follow each other without a gap. */
function joinEqual(slices: readonly Slice[]): Slice[] {
  const joined: Slice[] = [];
  for (const each of slices) {
    const last = joined.at(-1);
    const follows = last !== undefined && Math.abs(each.ts - last.ts - last.dur) < 1e-3;
    if (follows && each.name === last.name) {
      joined.splice(-1, 1, { ...last, dur: each.ts + each.dur - last.ts });
    } else joined.push(each);
  }
  return joined;
}

function ownerSlice(span: StateSpan, calls: CallTable, pid: number): Slice {
  const call = 'call' in span && span.call !== undefined ? ` in ${callName(span.call, calls)}` : '';
  return slice(`${span.state}${call}`, span.fromNs, span.toNs, pid, TRACKS.owner);
}

/** Use of the CPU that the owner waits for, while it waits. */
function cpuSlices(states: readonly StateSpan[], cpus: CpuUse, pid: number): Slice[] {
  return states.flatMap((span) => {
    if (span.state !== 'ready') return [];
    return cpus.between(span.cpu, span.fromNs, span.toNs).map((use) => {
      const other = use.use === 'interrupt' ? use.name : use.use;
      const name = use.use === 'thread' ? nameTask(use.task) : other;
      return slice(name, use.fromNs, use.toNs, pid, TRACKS.cpu);
    });
  });
}

/** Interrupts, each with an arrow to the run of the owner that it caused. */
function interruptSlices(
  { interrupts }: PcmStream,
  states: readonly StateSpan[],
  pid: number,
): ChromeEvent[] {
  return interrupts.flatMap(({ ns }, index) => {
    const nextNs = interrupts[index + 1]?.ns ?? Infinity;
    const endNs = Math.min(ns + INTERRUPT_US * 1e3, nextNs);
    const interrupt = slice('interrupt', ns, endNs, pid, TRACKS.interrupts);
    const run = runAfterWaking(states, ns, Math.min(ns + WAKE_NS, nextNs));
    if (run === undefined) return [interrupt];
    const arrow = { name: 'wake-up', cat: 'wake-up', id: ns, pid };
    return [
      interrupt,
      { ...arrow, ph: 's', ts: ns / 1e3, tid: TRACKS.interrupts },
      { ...arrow, ph: 'f', bp: 'e', ts: run.fromNs / 1e3, tid: TRACKS.owner },
    ];
  });
}

/** The run of the owner that follows its first waking after `fromNs` and before `toNs`. */
function runAfterWaking(
  states: readonly StateSpan[],
  fromNs: number,
  toNs: number,
): StateSpan | undefined {
  const first = lastIndexUpTo(states, fromNs, (span) => span.fromNs) + 1;
  for (let index = first; index < states.length && states[index]!.fromNs < toNs; index++) {
    if (states[index]!.state !== 'ready') continue;
    const run = states[index + 1];
    return run?.state === 'running' ? run : undefined;
  }
  return undefined;
}

function accountEvents({ timeline, noticed, ranDryNs }: Account, pid: number): ChromeEvent[] {
  const tid = TRACKS.missing;
  const pieces = timeline
    .filter(({ fromNs }) => fromNs < ranDryNs)
    .map((piece) => slice(describeCause(piece), piece.fromNs, piece.toNs, pid, tid));
  return [
    ...joinEqual(pieces),
    { ph: 'i', s: 't', name: 'ran dry', ts: ranDryNs / 1e3, pid, tid },
    { ph: 'i', s: 't', name: 'xrun noticed', ts: noticed.ns / 1e3, pid, tid },
  ];
}

/** The last moment at which each commit before an xrun can have happened. */
function commitInstants(
  stream: PcmStream,
  states: readonly StateSpan[],
  calls: CallTable,
  accounts: readonly Account[],
  pid: number,
): ChromeEvent[] {
  return accounts.flatMap(({ noticed }) =>
    commitsBefore(stream, noticed.ns, states, calls).map(({ ns, frames }) => ({
      ...({ ph: 'i', s: 't', name: 'commit' } as const),
      ...{ ts: ns / 1e3, pid, tid: TRACKS.owner, args: { frames } },
    })),
  );
}
