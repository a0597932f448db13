import type { PointerSampler } from '../../observe/pointer-sampler.js';
import { type OpenStream, readOpenStream } from '../../observe/sound-tree.js';
import { type LikelyAccount, likelyCause } from '../../why/without-trace/likely-cause.js';
import { type SampledXrun, sampledXruns } from '../../why/without-trace/sampled-xruns.js';
import { ThreadHistory } from '../../why/without-trace/thread-history.js';
import type { SignalWatch } from '../signals.js';
import type { OwnedStream } from './owned-stream.js';
import { StopWatch } from './stop-watch.js';

const SAMPLE_MS = 20;
/** The file `status` takes the PCM's mutex: not more often than twice a second. */
const STATUS_NS = 500e6;

/** An xrun, with what samples of the pointers show of it. */
export type FoundXrun = Pick<SampledXrun, 'ranDryNs'> & Partial<SampledXrun>;

/**
 * Reports the likely cause of each xrun, from what /proc shows to every user. Ends with a signal,
 * at `endMs`, with the last stream, or when `onXrun` returns true.
 * @param sampler shows the xruns of the streams that it samples
 */
export async function explainWithoutTrace(
  streams: readonly OwnedStream[],
  signals: SignalWatch,
  endMs: number,
  sampler: PointerSampler | undefined,
  onXrun: (stream: OwnedStream, account: LikelyAccount, xrun: FoundXrun) => boolean,
): Promise<void> {
  let watched = streams.map((stream) => new Watched(stream, sampler));
  let readNs = 0;
  while (!signals.abortSignal.aborted && performance.now() < endMs && watched.length > 0) {
    for (const each of watched) each.history.sample();
    const nowNs = Number(process.hrtime.bigint());
    if (nowNs - readNs >= STATUS_NS) {
      readNs = nowNs;
      const open: Watched[] = [];
      for (const each of watched) {
        const { stream, history } = each;
        const current = readOpenStream(stream);
        if (current?.owner?.tid !== stream.owner.tid) continue;
        open.push(each);
        const { bufferSize, rateHz } = current.hwParams ?? stream.hwParams ?? {};
        if (bufferSize === undefined || rateHz === undefined) continue;
        for (const xrun of each.findXruns(current, { bufferSize, rateHz }, nowNs)) {
          const fromNs = xrun.ranDryNs - (1e9 * bufferSize) / rateHz;
          const account = likelyCause(history.samples, fromNs, xrun.ranDryNs);
          if (onXrun(stream, account, xrun)) return;
        }
      }
      watched = open;
    }
    await signals.sleep(SAMPLE_MS);
  }
}

/** A stream whose xruns are found by samples of its pointers, else by its status file. */
class Watched {
  readonly stream: OwnedStream;
  readonly history: ThreadHistory;
  readonly #sampler: PointerSampler | undefined;
  readonly #stops = new StopWatch();
  #reportedNs = 0;

  constructor(stream: OwnedStream, sampler: PointerSampler | undefined) {
    this.stream = stream;
    this.history = new ThreadHistory(stream.owner.pid, stream.owner.tid, stream.card);
    this.#sampler = sampler;
  }

  /** Returns the xruns since the last call. */
  findXruns(
    { direction, status }: OpenStream,
    size: { readonly bufferSize: number; readonly rateHz: number },
    nowNs: number,
  ): FoundXrun[] {
    const samples = this.#sampler?.samplesOf(this.stream);
    if (samples === undefined) {
      const ranDryNs = this.#stops.read(status, nowNs);
      return ranDryNs === undefined ? [] : [{ ranDryNs }];
    }
    const isNew = ({ noticedNs }: SampledXrun) => noticedNs > this.#reportedNs;
    const xruns = sampledXruns(samples, { direction, ...size }).filter(isNew);
    this.#reportedNs = xruns.at(-1)?.noticedNs ?? this.#reportedNs;
    return xruns;
  }
}
