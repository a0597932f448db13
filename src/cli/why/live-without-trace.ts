import { readOpenStream } from '../../observe/sound-tree.js';
import { type LikelyAccount, likelyCause } from '../../why/likely-cause.js';
import { ThreadHistory } from '../../why/thread-history.js';
import type { SignalWatch } from '../signals.js';
import type { OwnedStream } from './owned-stream.js';
import { StopWatch } from './stop-watch.js';

const SAMPLE_MS = 20;
/** The file `status` takes the PCM's mutex: not more often than twice a second. */
const STATUS_NS = 500e6;

interface Watched {
  readonly stream: OwnedStream;
  readonly history: ThreadHistory;
  readonly stops: StopWatch;
}

/**
 * Reports the likely cause of each xrun, from what /proc shows to every user. Ends with a signal,
 * at `endMs`, with the last stream, or when `onXrun` returns true.
 */
export async function explainWithoutTrace(
  streams: readonly OwnedStream[],
  signals: SignalWatch,
  endMs: number,
  onXrun: (stream: OwnedStream, account: LikelyAccount) => boolean,
): Promise<void> {
  let watched: Watched[] = streams.map((stream) => ({
    stream,
    history: new ThreadHistory(stream.owner.pid, stream.owner.tid, stream.card),
    stops: new StopWatch(),
  }));
  let readNs = 0;
  while (!signals.abortSignal.aborted && performance.now() < endMs && watched.length > 0) {
    for (const { history } of watched) history.sample();
    const nowNs = Number(process.hrtime.bigint());
    if (nowNs - readNs >= STATUS_NS) {
      readNs = nowNs;
      const open: Watched[] = [];
      for (const each of watched) {
        const current = readOpenStream(each.stream);
        if (current?.owner?.tid !== each.stream.owner.tid) continue;
        open.push(each);
        const ranDryNs = each.stops.read(current.status, nowNs);
        const { bufferSize, rateHz } = current.hwParams ?? each.stream.hwParams ?? {};
        if (ranDryNs === undefined || bufferSize === undefined || rateHz === undefined) continue;
        const fromNs = ranDryNs - (1e9 * bufferSize) / rateHz;
        if (onXrun(each.stream, likelyCause(each.history.samples, fromNs, ranDryNs))) return;
      }
      watched = open;
    }
    await signals.sleep(SAMPLE_MS);
  }
}
