import { existsSync } from 'node:fs';
import { parseDeviceName } from '../../device/device-name.js';
import { AlsaMmapError } from '../../device/errors.js';
import { isAlive } from '../../device/pcm-owners.js';
import { findStreams, type StreamFilter } from '../../observe/find-stream.js';
import type { PointerSampler } from '../../observe/pointer-sampler.js';
import { raiseNiceness } from '../../runtime/niceness.js';
import { isStream } from '../../why/model/pcm-streams.js';
import type { Urb } from '../../why/model/urbs.js';
import { CausePublisher, type PublishedStream } from '../../why/recording/cause-publisher.js';
import { TraceSession } from '../../why/recording/trace-session.js';
import {
  type Explained,
  type ExplainedXruns,
  XrunRecorder,
} from '../../why/recording/xrun-recorder.js';
import { sampleNote } from '../../why/trace/sample-notes.js';
import type { LikelyAccount } from '../../why/without-trace/likely-cause.js';
import { requireProcess } from '../foreign/find-stream.js';
import { type SignalWatch, watchSignals } from '../signals.js';
import { explainWithoutTrace, type FoundXrun } from './live-without-trace.js';
import type { OwnedStream } from './owned-stream.js';
import { startSampler } from './start-sampler.js';

/** Short, because the processes that the notes describe may end soon. */
const POLL_MS = 50;
const NICENESS = 5;

export interface LiveOptions {
  readonly filter: StreamFilter;
  /** Records every stream that matches, not only the first. */
  readonly isAll: boolean;
  readonly isOnce: boolean;
  /** Time after which it ends. */
  readonly seconds: number | undefined;
  readonly onStart: (streams: readonly OwnedStream[]) => void;
  /** True to sample the pointers, too, in the memory of the kernel. */
  readonly isSampled: boolean;
  /** True if a kernel that refuses a trace is an error; else likely causes are reported. */
  readonly needsTrace: boolean;
  /** Called for each USB transfer of the streams; undefined if they are not recorded. */
  readonly onUrb: ((urb: Urb) => void) | undefined;
  readonly onRefused: (reason: string) => void;
  /** Called with the number of USB transfers that the kernel could not record. */
  readonly onUrbsLost: (count: number) => void;
  /** Called if `top` and `exporter` will not have the causes. */
  readonly onUnpublished: (reason: string) => void;
  readonly onLikely: (stream: OwnedStream, account: LikelyAccount, xrun: FoundXrun) => void;
  readonly onRemoved: (stream: OwnedStream) => void;
  readonly onXruns: (explained: ExplainedXruns) => void;
  /** Called for an xrun that the kernel did not record. */
  readonly onMissed: (stream: OwnedStream, ns: number) => void;
}

/**
 * Records the owners of open streams and explains each xrun. Ends with a signal, with the time, or
 * with the last owner or card.
 * @returns the exit code
 */
export async function explainLive(options: LiveOptions): Promise<number> {
  const streams = findOpenStreams(options);
  if (options.onUrb !== undefined && !streams.some(isOfUsb)) {
    throw new AlsaMmapError('UNSUPPORTED', `${streams[0]!.name}: not on a USB card`);
  }
  let session: TraceSession | undefined;
  const sampler = options.isSampled ? await startSampler(streams) : undefined;
  const publisher = new CausePublisher();
  if (publisher.refusal !== undefined) options.onUnpublished(publisher.refusal);
  const signals = watchSignals(() => {
    session?.close();
    publisher.close();
  });
  const endMs = performance.now() + 1000 * (options.seconds ?? Infinity);
  // The stream that it watches comes first.
  raiseNiceness(NICENESS);
  try {
    session = startSession(streams, options);
    options.onStart(streams);
    if (session === undefined) {
      await explainWithoutTrace(streams, signals, endMs, sampler, (stream, account, xrun) => {
        publisher.publishLikely(published(stream), account);
        options.onLikely(stream, account, xrun);
        return options.isOnce;
      });
    } else {
      const recording = { session, sampler, streams, publisher };
      await explainRecordings(recording, signals, endMs, options);
    }
    for (const stream of streams.filter(isRemoved)) options.onRemoved(stream);
    return signals.exitCode ?? 0;
  } finally {
    session?.close();
    sampler?.close();
    publisher.close();
    signals.close();
  }
}

interface Recording {
  readonly session: TraceSession;
  readonly sampler: PointerSampler | undefined;
  readonly streams: readonly OwnedStream[];
  readonly publisher: CausePublisher;
}

/** Explains each recording until a signal, the time, the last owner or the last card ends it. */
async function explainRecordings(
  recording: Recording,
  signals: SignalWatch,
  endMs: number,
  options: LiveOptions,
): Promise<void> {
  const { session, sampler, streams, publisher } = recording;
  const isOver = () =>
    performance.now() >= endMs ||
    streams.every((stream) => isRemoved(stream) || !isAlive(stream.owner.pid));
  const recorder = new XrunRecorder(session);
  let wasOver = false;
  while (signals.exitCode === undefined) {
    // An owner may end because of its xrun, which may come while the recording is read.
    const isLast = wasOver;
    wasOver = isOver();
    const explained = recorder.explain(() => (sampler?.read() ?? []).map(sampleNote));
    reportUrbs(explained, streams, options);
    const hasXruns = reportXruns(explained, streams, publisher, options);
    if (isLast || (hasXruns && options.isOnce)) return;
    await signals.sleep(POLL_MS);
  }
}

function reportUrbs(
  { urbs, lost }: Explained,
  streams: readonly OwnedStream[],
  { onUrb, onUrbsLost }: LiveOptions,
): void {
  if (lost > 0) onUrbsLost(lost);
  for (const urb of urbs) {
    if (streams.some((each) => isStream(urb.substream, each))) onUrb?.(urb);
  }
}

/** @returns true if one of the xruns was of these streams */
function reportXruns(
  { xruns, missed }: Explained,
  streams: readonly OwnedStream[],
  publisher: CausePublisher,
  { onXruns, onMissed }: LiveOptions,
): boolean {
  for (const { ns, pcm } of missed) {
    const stream = streams.find((each) => isStream(pcm, each));
    if (stream !== undefined) onMissed(stream, ns);
  }
  const accounts = xruns?.accounts.flatMap((account) => {
    const watched = streams.find((each) => isStream(account.stream, each));
    return watched === undefined ? [] : [{ account, watched }];
  });
  if (xruns === undefined || accounts === undefined || accounts.length === 0) return false;
  for (const { account, watched } of accounts) publisher.publish(published(watched), account);
  onXruns({ ...xruns, accounts: accounts.map(({ account }) => account) });
  return true;
}

function published(stream: OwnedStream): PublishedStream {
  return { ...stream, ownerPid: stream.owner.pid };
}

/** @returns undefined if the kernel refuses a trace that is not needed */
function startSession(
  streams: readonly OwnedStream[],
  { needsTrace, onUrb, onRefused }: LiveOptions,
): TraceSession | undefined {
  try {
    const owners = new Set(streams.map(({ owner }) => owner.pid));
    return new TraceSession([...owners], onUrb !== undefined);
  } catch (error) {
    if (needsTrace || !(error instanceof AlsaMmapError)) throw error;
    onRefused(error.message);
    return undefined;
  }
}

function isOfUsb({ card }: OwnedStream): boolean {
  return existsSync(`/proc/asound/card${card}/usbid`);
}

/** True if the card is gone, which ends its streams without an xrun. */
function isRemoved({ card }: OwnedStream): boolean {
  return !existsSync(`/proc/asound/card${card}`);
}

/**
 * Finds the open streams that match; unless all are requested, the first.
 * @throws NO_DEVICE if nothing has such a stream open, or there is no such process
 */
function findOpenStreams({ filter, isAll }: LiveOptions): OwnedStream[] {
  const { device, pid } = filter;
  if (device !== undefined && parseDeviceName(device).kind !== 'hw') {
    throw new AlsaMmapError(
      'UNSUPPORTED',
      `${device}: expected a kernel device such as hw:1,0; only those can be traced`,
    );
  }
  const open = findStreams(filter);
  const streams = open.flatMap((stream) => {
    const { owner } = stream;
    return owner === undefined || owner.pid === 0 ? [] : [{ ...stream, owner }];
  });
  if (streams.length > 0) return isAll ? streams : streams.slice(0, 1);
  requireProcess(pid);
  const name = device ?? (pid === undefined ? undefined : `process ${pid}`);
  if (open.length > 0) {
    throw new AlsaMmapError(
      'PERMISSION',
      `${name ?? open[0]!.name}: its owner is in another PID namespace; ` +
        'run this outside of the container',
    );
  }
  const missing = name === undefined ? 'no stream is open' : `${name}: no open stream`;
  throw new AlsaMmapError('NO_DEVICE', `${missing}; start the program that plays or records first`);
}
