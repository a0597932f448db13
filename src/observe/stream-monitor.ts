import type { PageSources } from './find-pages.js';
import { type ForeignSnapshot, ForeignStream } from './foreign-stream.js';
import { type OwnerScheduling, readScheduling } from './owner-scheduling.js';
import { causesOf, type ExplainedXruns, readPublishedCauses } from './published-causes.js';
import { isOpen, listSubstreams, type SubstreamId } from './sound-tree.js';

/** A stream, and what happened to it since the monitor first saw it. */
export interface MonitoredStream {
  readonly snapshot: ForeignSnapshot;
  /** Lowest fill while the stream was running, in frames; null before it ran. */
  readonly minFill: number | null;
  /** Number of times that the stream was seen to enter XRUN. */
  readonly xruns: number;
  /** Number of times that hw_ptr was seen to step back without an XRUN in between. */
  readonly restarts: number;
  /** Scheduling of its owner, at most a second old; null if the thread has ended. */
  readonly scheduling: OwnerScheduling | null;
  /** Causes of its xruns, as `why` and `--why` publish them while they run. */
  readonly explained: ExplainedXruns;
}

/** Trees that the monitor reads. */
export interface StreamMonitorOptions extends PageSources {
  /** Default `CAUSES_FOLDER`. */
  readonly causesFolder?: string;
}

interface Watched {
  readonly stream: ForeignStream;
  schedulingMs: number;
  current: MonitoredStream | undefined;
}

/** Time between two searches for opened streams, and between two reads of a scheduling. */
const SEARCH_INTERVAL_MS = 1000;

/** Follows every open stream of the machine, each as a `ForeignStream`. */
export class StreamMonitor {
  readonly #watched = new Map<string, Watched>();
  readonly #options: StreamMonitorOptions;
  #searchedMs = Number.NEGATIVE_INFINITY;

  constructor(options: StreamMonitorOptions = {}) {
    this.#options = options;
  }

  /** Reads all streams, in order of card, device, direction and subdevice. */
  read(nowMs = performance.now()): MonitoredStream[] {
    if (nowMs - this.#searchedMs >= SEARCH_INTERVAL_MS) this.#search(nowMs);
    const { causesFolder, procRoot } = this.#options;
    const published = readPublishedCauses(causesFolder, procRoot);
    const streams: MonitoredStream[] = [];
    for (const [key, watched] of this.#watched) {
      const snapshot = watched.stream.read(nowMs);
      if (snapshot === undefined) {
        this.#watched.delete(key);
        continue;
      }
      const { stream } = snapshot;
      watched.current = {
        snapshot,
        ...count(watched.current, snapshot),
        scheduling: this.#scheduling(watched, snapshot, nowMs),
        explained: causesOf(published, stream, stream.owner?.pid),
      };
      streams.push(watched.current);
    }
    return streams;
  }

  #scheduling(
    watched: Watched,
    { stream: { owner } }: ForeignSnapshot,
    nowMs: number,
  ): OwnerScheduling | null {
    if (nowMs - watched.schedulingMs < SEARCH_INTERVAL_MS) {
      return watched.current?.scheduling ?? null;
    }
    watched.schedulingMs = nowMs;
    return owner === undefined ? null : readScheduling(owner, this.#options.procRoot);
  }

  /** Adds the streams that were opened since the last search, in the order of the tree. */
  #search(nowMs: number): void {
    this.#searchedMs = nowMs;
    const { procRoot } = this.#options;
    const known = new Map(this.#watched);
    this.#watched.clear();
    for (const id of listSubstreams(procRoot)) {
      const key = keyOf(id);
      const watched = known.get(key);
      if (watched !== undefined) this.#watched.set(key, watched);
      else if (isOpen(id, procRoot)) {
        this.#watched.set(key, {
          stream: new ForeignStream(id, this.#options),
          schedulingMs: Number.NEGATIVE_INFINITY,
          current: undefined,
        });
      }
    }
  }
}

function count(
  before: MonitoredStream | undefined,
  snapshot: ForeignSnapshot,
): Pick<MonitoredStream, 'minFill' | 'xruns' | 'restarts'> {
  const isSame = before?.snapshot.stream.owner?.tid === snapshot.stream.owner?.tid;
  const { minFill = null, xruns = 0, restarts = 0 } = (isSame && before) || {};
  const previous = isSame ? before?.snapshot : undefined;
  const isXrun = snapshot.state === 'XRUN' && previous?.state !== 'XRUN';
  const isRestart =
    previous !== undefined &&
    previous.state === 'RUNNING' &&
    snapshot.state === 'RUNNING' &&
    snapshot.hwPtr < previous.hwPtr &&
    // A wrap at the boundary is a large step back.
    previous.hwPtr - snapshot.hwPtr < (snapshot.stream.swParams?.boundary ?? 0) / 2;
  const { fill } = snapshot;
  const isFill = snapshot.state === 'RUNNING' && fill !== null;
  return {
    minFill: isFill ? Math.min(fill, minFill ?? fill) : minFill,
    xruns: xruns + (isXrun ? 1 : 0),
    restarts: restarts + (isRestart ? 1 : 0),
  };
}

function keyOf({ card, device, direction, subdevice }: SubstreamId): string {
  return `${card},${device},${direction},${subdevice}`;
}
