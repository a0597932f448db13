import type { PointerSample } from '../../observe/sample-ring.js';
import type { Trace } from '../trace/parse-trace.js';
import type { EventOf, PcmReference } from '../trace/trace-event.js';

/** Pointers at one update. */
export interface PointerUpdate {
  readonly ns: number;
  readonly hwPtr: number;
  readonly applPtr: number;
  /** Undefined if the probes do not fetch it. */
  readonly availMin?: number | undefined;
  /** Time of the sample before, if a sample shows the commit; that one did not have it. */
  readonly sinceNs?: number | undefined;
}

/** One substream in a trace. */
export interface PcmStream {
  readonly id: string;
  readonly card: number | undefined;
  readonly device: number | undefined;
  readonly subdevice: number | undefined;
  readonly direction: 'playback' | 'capture';
  /** Group of linked substreams at the end; undefined if the probes do not fetch it. */
  readonly group: string | undefined;
  /** Undefined if no event has it. */
  readonly bufferSize: number | undefined;
  readonly rateHz: number | undefined;
  /** Median time between two interrupts. */
  readonly periodNs: number | undefined;
  readonly updates: readonly PointerUpdate[];
  /** The updates, and the commits that samples show between them. */
  readonly points: readonly PointerUpdate[];
  readonly interrupts: readonly EventOf<'period-elapsed'>[];
  readonly xruns: readonly EventOf<'xrun'>[];
  /** USB transfers; none of other cards, or if they are not recorded. */
  readonly urbs: readonly EventOf<'urb'>[];
}

/** Position of a substream among those of the machine. */
export interface StreamKey {
  readonly card: number;
  readonly device: number;
  readonly subdevice: number;
  readonly direction: 'playback' | 'capture';
}

/** True if a stream of a trace is the given one. */
export function isStream(
  stream: Pick<PcmReference, 'card' | 'device' | 'subdevice' | 'direction'>,
  key: StreamKey,
): boolean {
  return (
    stream.card === key.card &&
    stream.device === key.device &&
    stream.direction === key.direction &&
    stream.subdevice === key.subdevice
  );
}

type PcmEvent = EventOf<'period-elapsed'> | EventOf<'pointer-update'> | EventOf<'xrun'>;

/** Rates of which one is assumed if the pointers run within 2 % of it. */
const RATES = [
  ...[8000, 11_025, 16_000, 22_050, 32_000, 44_100, 48_000, 64_000, 88_200, 96_000],
  ...[176_400, 192_000, 352_800, 384_000],
];

/** Returns the substreams of a trace, in the order of their first event. */
export function pcmStreams({ events, samples }: Trace): PcmStream[] {
  const byStream = new Map<string, PcmEvent[]>();
  for (const event of events) {
    if (!isPcmEvent(event)) continue;
    const list = byStream.get(event.pcm.stream);
    if (list === undefined) byStream.set(event.pcm.stream, [event]);
    else list.push(event);
  }
  const urbs = events.filter((event) => event.kind === 'urb');
  return [...byStream].map(([id, list]) => {
    const stream = describeStream(id, list);
    return {
      ...stream,
      points: withSamples(
        stream.updates,
        samples.filter((sample) => isStream(stream, sample)),
      ),
      urbs: urbs.filter(({ substream }) => substream.stream === id),
    };
  });
}

function isPcmEvent(event: Trace['events'][number]): event is PcmEvent {
  return 'pcm' in event;
}

function describeStream(
  id: string,
  events: readonly PcmEvent[],
): Omit<PcmStream, 'urbs' | 'points'> {
  const known = <K extends keyof PcmReference>(key: K): PcmReference[K] | undefined =>
    events.find(({ pcm }) => pcm[key] !== undefined)?.pcm[key];
  const updates = pointerUpdates(events);
  const interrupts = events.filter((event) => event.kind === 'period-elapsed');
  return {
    id,
    card: known('card'),
    device: known('device'),
    subdevice: known('subdevice'),
    direction: known('direction') ?? inferDirection(updates),
    group: events.findLast(({ pcm }) => pcm.group !== undefined)?.pcm.group,
    bufferSize: known('bufferSize'),
    rateHz: known('rateHz') ?? estimateRate(updates),
    periodNs: medianInterval(interrupts.map(({ ns }) => ns)),
    updates,
    interrupts,
    xruns: events.filter((event) => event.kind === 'xrun'),
  };
}

/** Changes of the pointers. An interrupt is recorded before its update, with the old ones. */
function pointerUpdates(events: readonly PcmEvent[]): PointerUpdate[] {
  const updates: PointerUpdate[] = [];
  for (const { kind, ns, pcm } of events) {
    const { hwPtr, applPtr, availMin } = pcm;
    if (kind === 'period-elapsed' || hwPtr === undefined || applPtr === undefined) continue;
    const last = updates.at(-1);
    if (last?.hwPtr !== hwPtr || last.applPtr !== applPtr) {
      updates.push({ ns, hwPtr, applPtr, availMin });
    }
  }
  return updates;
}

/**
 * Inserts the commits that samples show between two updates. hw_ptr is that of the updates, which
 * have the moment at which it moved.
 */
function withSamples(
  updates: readonly PointerUpdate[],
  samples: readonly PointerSample[],
): PointerUpdate[] {
  let next = 0;
  return updates.flatMap((update, index) => {
    const points = [update];
    const after = updates[index + 1];
    let { applPtr } = update;
    for (; after !== undefined && (samples[next]?.ns ?? Infinity) < after.ns; next++) {
      const sample = samples[next]!;
      const isCommit = sample.applPtr > applPtr && sample.applPtr <= after.applPtr;
      if (sample.ns <= update.ns || !isCommit) continue;
      applPtr = sample.applPtr;
      const sinceNs = Math.max(sample.sinceNs, update.ns);
      points.push({ ns: sample.ns, hwPtr: update.hwPtr, applPtr, sinceNs });
    }
    return points;
  });
}

/** Capture reads behind hw_ptr, playback writes before it. */
function inferDirection(updates: readonly PointerUpdate[]): 'playback' | 'capture' {
  const behind = updates.filter(({ hwPtr, applPtr }) => applPtr < hwPtr).length;
  return 2 * behind > updates.length ? 'capture' : 'playback';
}

/** Returns the updates up to `ns` since the stream was last prepared: both pointers begin at 0. */
export function updatesOfRun(updates: readonly PointerUpdate[], ns: number): PointerUpdate[] {
  const before = updates.filter((update) => update.ns <= ns);
  const start = before.findLastIndex(
    ({ hwPtr }, index) => index > 0 && hwPtr < before[index - 1]!.hwPtr,
  );
  return before.slice(Math.max(start, 0));
}

/** Rate of the longest uninterrupted run; the standard rate next to it. */
function estimateRate(updates: readonly PointerUpdate[]): number | undefined {
  let longest: readonly PointerUpdate[] = [];
  let start = 0;
  for (let index = 1; index <= updates.length; index++) {
    const isEnd = index === updates.length || updates[index]!.hwPtr < updates[index - 1]!.hwPtr;
    if (!isEnd) continue;
    if (index - start > longest.length) longest = updates.slice(start, index);
    start = index;
  }
  const half = Math.ceil(longest.length / 2);
  // Pairs far apart, and their median: neither jitter nor one leap of the pointer counts.
  const slopes = longest.slice(half).map((update, index) => {
    const earlier = longest[index]!;
    return (1e9 * (update.hwPtr - earlier.hwPtr)) / (update.ns - earlier.ns);
  });
  const measuredHz = median(slopes);
  if (measuredHz === undefined || !(measuredHz > 0) || measuredHz === Infinity) return undefined;
  return RATES.find((rate) => Math.abs(measuredHz / rate - 1) < 0.02) ?? measuredHz;
}

function medianInterval(times: readonly number[]): number | undefined {
  const intervals = times.slice(1).map((ns, index) => ns - times[index]!);
  return intervals.length < 3 ? undefined : median(intervals);
}

function median(values: readonly number[]): number | undefined {
  return values.toSorted((one, other) => one - other)[values.length >> 1];
}
