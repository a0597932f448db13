import type { PageSources } from './find-pages.js';
import { type ForeignSnapshot, ForeignStream } from './foreign-stream.js';
import type { Unreadable } from './owner-access.js';
import { type OwnerScheduling, readScheduling } from './owner-scheduling.js';
import { causesOf, type ExplainedXruns, readPublishedCauses } from './published-causes.js';
import { isOpen, listSubstreams, type SubstreamId } from './sound-tree.js';
import { StopCounter } from './stop-counter.js';
import { XrunCounter } from './xrun-counter.js';

/** A stream, and what happened to it since the monitor first saw it. */
export interface MonitoredStream {
  readonly snapshot: ForeignSnapshot;
  /** Lowest fill while the stream was running, in frames; null before it ran. */
  readonly minFill: number | null;
  /** Number of times that the stream was seen to enter XRUN. */
  readonly xruns: number;
  /** Number of times that the stream was stopped and started again without being seen in XRUN. */
  readonly restarts: number;
  /** Reason why restarts are found by hw_ptr, which misses some; null if by the PCM timer. */
  readonly timerRefusal: string | null;
  /** Scheduling of its owner, at most a second old; null if the thread has ended. */
  readonly scheduling: OwnerScheduling | null;
  /** Causes of its xruns, as `why` and `--why` publish them while they run. */
  readonly explained: ExplainedXruns;
}

/** Trees that the monitor reads, and ways in which it follows a stream. */
export interface StreamMonitorOptions extends PageSources {
  /** Default `CAUSES_FOLDER`. */
  readonly causesFolder?: string;
  /** True to open the PCM timer of each stream, so that no restart is missed; then `close` it. */
  readonly timers?: boolean;
}

type Counts = Pick<MonitoredStream, 'minFill' | 'xruns' | 'restarts' | 'timerRefusal'>;

interface Watched {
  readonly stream: ForeignStream;
  schedulingMs: number;
  counter: XrunCounter;
  current: MonitoredStream | undefined;
}

/** Time between two searches for opened streams, and between two reads of a scheduling. */
const SEARCH_INTERVAL_MS = 1000;
const NO_TIMER: Unreadable = { errno: 'none', reason: 'the timer is opened by live displays only' };

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
        watched.counter.close();
        this.#watched.delete(key);
        continue;
      }
      const { stream } = snapshot;
      watched.current = {
        snapshot,
        ...this.#count(watched, snapshot),
        scheduling: this.#scheduling(watched, snapshot, nowMs),
        explained: causesOf(published, stream, stream.owner?.pid),
      };
      streams.push(watched.current);
    }
    return streams;
  }

  /** Closes the timers. */
  close(): void {
    for (const { counter } of this.#watched.values()) counter.close();
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

  #count(watched: Watched, snapshot: ForeignSnapshot): Counts {
    const { state, hwPtr, fill, stream } = snapshot;
    const before = watched.current;
    const isOther = before?.snapshot.stream.owner?.tid !== stream.owner?.tid;
    if (before !== undefined && isOther) {
      watched.counter.close();
      watched.counter = this.#counterOf(stream);
    }
    const { counter } = watched;
    counter.add({ state, hwPtr, boundary: stream.swParams?.boundary ?? 0 });
    const minFill = isOther ? null : (before?.minFill ?? null);
    return {
      minFill: state === 'RUNNING' && fill !== null ? Math.min(fill, minFill ?? fill) : minFill,
      xruns: counter.xruns,
      restarts: counter.restarts,
      timerRefusal: counter.timerRefusal,
    };
  }

  #counterOf(id: SubstreamId): XrunCounter {
    return new XrunCounter(this.#options.timers ? StopCounter.open(id) : NO_TIMER);
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
          counter: this.#counterOf(id),
          current: undefined,
        });
      }
    }
  }
}

function keyOf({ card, device, direction, subdevice }: SubstreamId): string {
  return `${card},${device},${direction},${subdevice}`;
}
