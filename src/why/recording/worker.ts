/**
 * Thread that traces its own process and explains the xruns of one of its streams. It reads and
 * parses the recording, which takes too long for a thread that moves data.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { AlsaMmapError, toAlsaMmapError } from '../../device/errors.js';
import type { Account } from '../account/account.js';
import { isStream, type StreamKey } from '../model/pcm-streams.js';
import { likelyCause } from '../without-trace/likely-cause.js';
import { ThreadHistory } from '../without-trace/thread-history.js';
import type { OwnXrunsJob, OwnXrunsMessage, OwnXrunsRequest } from './own-xruns-message.js';
import { TraceSession } from './trace-session.js';
import { XrunRecorder } from './xrun-recorder.js';

const POLL_MS = 50;
/** Four samples in a ring, unless that is too often. */
const MIN_SAMPLE_MS = 4;
const MAX_SAMPLE_MS = 20;
const NO_KERNEL = 'the simulated card is in no kernel that could be traced';

const { stream, tid, ringNs } = workerData as OwnXrunsJob;
const stop = new AbortController();
let history: ThreadHistory | undefined;

parentPort?.on('message', (request: OwnXrunsRequest) => {
  if (request.kind === 'stop') stop.abort();
  // With a trace, the xrun is in it.
  else if (history !== undefined) {
    const { ranDryNs, ringNs } = request;
    post({ kind: 'likely', account: likelyCause(history.samples, ranDryNs - ringNs, ranDryNs) });
  }
});

function post(message: OwnXrunsMessage): void {
  parentPort?.postMessage(message);
}

/** Leaves out the history of a stream, which is large. */
function withoutHistory(account: Account): Account {
  const stream = { ...account.stream, updates: [], points: [], interrupts: [], xruns: [] };
  return { ...account, stream };
}

function postAccounts(recorder: XrunRecorder, key: StreamKey): void {
  const { xruns, missed } = recorder.explain(() => []);
  for (const { ns, pcm } of missed) if (isStream(pcm, key)) post({ kind: 'missed', ns });
  const accounts = xruns?.accounts.filter((account) => isStream(account.stream, key)) ?? [];
  if (accounts.length === 0) return;
  post({
    kind: 'accounts',
    accounts: accounts.map(withoutHistory),
    hasLostEvents: xruns!.model.trace.lost.length > 0,
  });
}

/** Explains each xrun until a stop is requested; one that came before the request, too. */
async function explainUntilStopped(session: TraceSession, key: StreamKey): Promise<void> {
  const recorder = new XrunRecorder(session);
  for (;;) {
    const isLast = stop.signal.aborted;
    postAccounts(recorder, key);
    if (isLast) return;
    await pause(POLL_MS);
  }
}

async function trace(key: StreamKey): Promise<void> {
  const session = new TraceSession([process.pid]);
  try {
    post({ kind: 'recording' });
    await explainUntilStopped(session, key);
  } finally {
    session.close();
  }
}

/** Without a trace: the counters of the stream's thread until a stop is requested. */
async function watchCounters(): Promise<void> {
  history = new ThreadHistory('self', tid, stream?.card);
  const intervalMs = Math.min(Math.max(ringNs / 4e6, MIN_SAMPLE_MS), MAX_SAMPLE_MS);
  while (!stop.signal.aborted) {
    history.sample();
    await pause(intervalMs);
  }
}

function pause(ms: number): Promise<void> {
  return sleep(ms, undefined, { signal: stop.signal }).catch(() => {});
}

try {
  if (stream === undefined) throw new AlsaMmapError('UNSUPPORTED', NO_KERNEL);
  await trace(stream);
} catch (error) {
  post({ kind: 'refused', reason: toAlsaMmapError(error).message });
  await watchCounters();
} finally {
  post({ kind: 'ended' });
  parentPort?.close();
}
