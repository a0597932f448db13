import { toDbfs } from '../../audio/decibel.js';
import { type FoundSignal, findSignal, SURE } from '../signal/find-signal.js';
import { median, type Summary, summary } from '../statistic/percentiles.js';
import type { PointerOffset } from './pointer-offset.js';

/** One playing of the signal, as it was heard. */
export interface LoopRecording {
  /** Of each channel of capture. */
  readonly channels: readonly Float64Array[];
  /** The frame, since capture's start, that the recording begins with. */
  readonly firstFrame: number;
  /** The frame, since playback's start, that the signal begins with. */
  readonly signalFrame: number;
  readonly offset: PointerOffset;
  /** Frames that were queued before the signal when it was committed. */
  readonly queuedFrames: number;
  /** Frames that the kernel's DELAY adds to the pointers; undefined where there is no such call. */
  readonly claimedFrames: { readonly playback: number; readonly capture: number } | undefined;
  readonly clipped: number;
}

/** What one playing of the signal tells. */
export interface LatencyRun {
  /** Whether the signal is surely there; what follows up to `channel` is the best guess if not. */
  readonly heard: boolean;
  /** From where playback's hw_ptr passes a frame to where capture's passes it. */
  readonly loopFrames: number;
  /** 1 as loud as it was played; negative upside down. */
  readonly gain: number;
  /** The correlation's peak against the next highest: from 3 the signal is there. */
  readonly confidence: number;
  /** Of capture, from 0, in which it was found. */
  readonly channel: number;
  readonly queuedFrames: number;
  readonly offset: PointerOffset;
  readonly claimedFrames: LoopRecording['claimedFrames'];
  readonly peakDbfs: number;
  readonly rmsDbfs: number;
  /** Samples at either end of the range. */
  readonly clipped: number;
}

export interface LatencyResult {
  readonly runs: readonly LatencyRun[];
  /** In how many of them the signal was heard. The rest is over those; undefined where there is none. */
  readonly heard: number;
  readonly loopFrames: Summary | undefined;
  readonly inverted: boolean | undefined;
  readonly gain: number | undefined;
  /** Frames that the kernel's DELAY adds to the pointers, both sides together; the median. */
  readonly claimedFrames: number | undefined;
  /** From a program's commit of a frame to where capture's hw_ptr passes it; the median. */
  readonly ringFrames: number | undefined;
  /** Playings that were thrown away, as the program came too late. */
  readonly spoiled: number;
  /** The name of the device that captured. */
  readonly captureDevice: string;
}

/**
 * Where the signal lies in a recording, and what that means.
 * @param channel the only one that is looked at, where that is known
 */
export function latencyRun(
  recording: LoopRecording,
  signal: ArrayLike<number>,
  channel?: number,
): LatencyRun {
  const { channels, offset, firstFrame, signalFrame, queuedFrames, claimedFrames } = recording;
  const best = bestChannel(channels, signal, channel);
  const samples = channels[best.channel]!;
  const confidence = best.found?.confidence ?? 0;
  return {
    heard: confidence >= SURE,
    loopFrames: firstFrame + (best.found?.position ?? 0) - signalFrame - offset.frames,
    gain: best.found?.gain ?? 0,
    confidence,
    channel: best.channel,
    queuedFrames,
    offset,
    claimedFrames,
    peakDbfs: toDbfs(samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)),
    rmsDbfs: toDbfs(rootMeanSquare(samples)),
    clipped: recording.clipped,
  };
}

export function latencyStatistic(
  runs: readonly LatencyRun[],
  { spoiled, captureDevice }: Pick<LatencyResult, 'spoiled' | 'captureDevice'>,
): LatencyResult {
  const heard = runs.filter((run) => run.heard);
  const some = heard.length > 0;
  const claims = heard.flatMap(({ claimedFrames: claimed }) =>
    claimed === undefined ? [] : [claimed.playback + claimed.capture],
  );
  const gain = some ? median(heard.map((run) => run.gain)) : undefined;
  return {
    runs,
    heard: heard.length,
    loopFrames: summary(heard.map(({ loopFrames }) => loopFrames)),
    inverted: gain === undefined ? undefined : gain < 0,
    gain,
    claimedFrames: claims.length === 0 ? undefined : median(claims),
    ringFrames: some
      ? median(heard.map(({ loopFrames, queuedFrames }) => loopFrames + queuedFrames))
      : undefined,
    spoiled,
    captureDevice,
  };
}

function bestChannel(
  channels: readonly Float64Array[],
  signal: ArrayLike<number>,
  only: number | undefined,
): { channel: number; found: FoundSignal | undefined } {
  const tried = only === undefined ? channels.map((_, channel) => channel) : [only];
  const all = tried.map((channel) => ({ channel, found: findSignal(channels[channel]!, signal) }));
  return all.reduce((best, next) =>
    (next.found?.confidence ?? 0) > (best.found?.confidence ?? 0) ? next : best,
  );
}

function rootMeanSquare(samples: Float64Array): number {
  const squares = samples.reduce((sum, sample) => sum + sample * sample, 0);
  return samples.length === 0 ? 0 : Math.sqrt(squares / samples.length);
}
