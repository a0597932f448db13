import type { Direction } from '../../device/params.js';
import type { StreamOwner } from '../../device/pcm-owners.js';
import type { ForeignSnapshot } from '../../observe/foreign-stream.js';
import type { OwnerScheduling } from '../../observe/owner-scheduling.js';
import type { StreamHwParams } from '../../observe/proc-asound.js';
import type { LastCause } from '../../observe/published-causes.js';
import type { MonitoredStream } from '../../observe/stream-monitor.js';

/** Software parameters of a stream, in frames. */
export interface TopSwParams {
  readonly availMin: number;
  readonly startThreshold: number;
  /** Null if no xrun stops the stream. */
  readonly stopThreshold: number | null;
}

/** A stream as `top` shows and records it. Frames; null for what is not known. */
export interface TopStream {
  readonly name: string;
  readonly subdevice: number;
  readonly direction: Direction;
  readonly state: string;
  readonly owner: StreamOwner | null;
  readonly params: StreamHwParams | null;
  readonly swParams: TopSwParams | null;
  readonly hwPtr: number;
  readonly applPtr: number;
  readonly avail: number | null;
  readonly fill: number | null;
  readonly minFill: number | null;
  readonly xruns: number;
  readonly restarts: number;
  /** Reason why restarts are found by hw_ptr instead of the PCM timer. */
  readonly timerRefusal: string | null;
  readonly path: string;
  readonly controlPath: string;
  /** Reason why the control page is not read in memory. */
  readonly refusal: string | null;
  readonly scheduling: OwnerScheduling | null;
  /** Cause of the last explained xrun. */
  readonly lastCause: LastCause | null;
  /** Number of explained xruns by kind of cause. */
  readonly explained: Readonly<Record<string, number>>;
}

/** A monitored stream as plain data. */
export function topStream({ snapshot, ...counts }: MonitoredStream): TopStream {
  const { stream, state, hwPtr, applPtr, avail, fill, paths } = snapshot;
  const { name, subdevice, direction, owner, hwParams } = stream;
  const { minFill, xruns, restarts, timerRefusal, scheduling, explained } = counts;
  const { pid = 0, tid = 0, command = '' } = owner ?? {};
  return {
    name,
    subdevice,
    state,
    owner: owner === undefined ? null : { pid, tid, command },
    params: hwParams ?? null,
    swParams: swParamsOf(snapshot),
    direction,
    hwPtr,
    applPtr,
    avail,
    fill,
    minFill,
    xruns,
    restarts,
    timerRefusal,
    path: paths.status.path,
    controlPath: paths.control.path,
    refusal: paths.control.refusal?.reason ?? null,
    scheduling,
    lastCause: explained.last,
    explained: explained.counts,
  };
}

function swParamsOf({ stream: { swParams }, availMin }: ForeignSnapshot): TopSwParams | null {
  if (swParams === undefined) return null;
  const { startThreshold, stopThreshold, boundary } = swParams;
  return {
    availMin: availMin ?? swParams.availMin,
    startThreshold,
    stopThreshold: stopThreshold < boundary ? stopThreshold : null,
  };
}

/** Orders of `top`, each with the most interesting stream first. */
export const SORT_ORDERS = ['device', 'fill', 'min', 'xruns', 'owner'] as const;
export type SortOrder = (typeof SORT_ORDERS)[number];

const COMPARE: Record<SortOrder, (a: TopStream, b: TopStream) => number> = {
  device: () => 0,
  fill: (a, b) => fillPart(a, a.fill) - fillPart(b, b.fill),
  min: (a, b) => fillPart(a, a.minFill) - fillPart(b, b.minFill),
  xruns: (a, b) => b.xruns + b.restarts - a.xruns - a.restarts,
  owner: (a, b) => ownerName(a).localeCompare(ownerName(b), 'en'),
};

/** Streams in an order; equal ones stay in the order of the devices. */
export function sortStreams(streams: readonly TopStream[], order: SortOrder): TopStream[] {
  return streams.toSorted(COMPARE[order]);
}

/** Streams whose device, owner or state contains the text, in any case. */
export function filterStreams(streams: readonly TopStream[], text: string): TopStream[] {
  const wanted = text.toLowerCase();
  return streams.filter((stream) =>
    `${stream.name} ${ownerName(stream)} ${stream.state}`.toLowerCase().includes(wanted),
  );
}

/** Owner for people: `aplay 812`. */
export function ownerName({ owner }: TopStream): string {
  return owner === null ? 'unknown' : `${owner.command} ${owner.pid}`;
}

/** Part of the buffer, 0 to 1; more if the fill is not known, so that it comes last. */
function fillPart({ params }: TopStream, fill: number | null): number {
  return params === null || fill === null ? 2 : fill / params.bufferSize;
}
