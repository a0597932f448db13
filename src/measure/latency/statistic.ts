import { toDbfs } from '../../audio/decibel.js';
import { findInChannels, MIN_CONFIDENCE } from '../signal/find-signal.js';
import { median, type Summary, summary } from '../statistic/percentiles.js';
import type { PointerOffset } from './pointer-offset.js';

/** One playing of the signal, as captured. */
export interface LoopRecording {
  /** Samples of each capture channel. */
  readonly channels: readonly Float64Array[];
  /** First frame of the recording, since capture's start. */
  readonly firstFrame: number;
  /** First frame of the signal, since playback's start. */
  readonly signalFrame: number;
  readonly offset: PointerOffset;
  /** Frames queued before the signal when it was committed. */
  readonly queuedFrames: number;
  /** Frames that the kernel's DELAY adds to the pointers; undefined without that ioctl. */
  readonly claimedFrames: { readonly playback: number; readonly capture: number } | undefined;
  /** Samples at either end of the range. */
  readonly clipped: number;
}

/** Result of one playing. */
export interface LatencyRun
  extends Pick<LoopRecording, 'queuedFrames' | 'offset' | 'claimedFrames' | 'clipped'> {
  /** True if the signal was detected; if not, the fields up to `channel` are a best guess. */
  readonly detected: boolean;
  /** Frames from playback's hw_ptr passing a frame to capture's hw_ptr passing it. */
  readonly loopFrames: number;
  /** 1 for the level that was played; negative if inverted. */
  readonly gain: number;
  /** Peak of the correlation relative to the next highest; the signal is detected from 3 on. */
  readonly confidence: number;
  /** Capture channel, from 0, in which it was found. */
  readonly channel: number;
  readonly peakDbfs: number;
  readonly rmsDbfs: number;
}

export interface LatencyResult {
  readonly runs: readonly LatencyRun[];
  /**
   * Number of runs in which the signal was detected. The other fields cover those, and are
   * undefined without one.
   */
  readonly detected: number;
  readonly loopFrames: Summary | undefined;
  readonly inverted: boolean | undefined;
  readonly gain: number | undefined;
  /** Frames that the kernel's DELAY adds to the pointers, both sides together; the median. */
  readonly claimedFrames: number | undefined;
  /** Frames from a program's commit of a frame to capture's hw_ptr passing it; the median. */
  readonly ringFrames: number | undefined;
  /** Playings discarded because the program was too late. */
  readonly discarded: number;
  /** Name of the capturing device. */
  readonly captureDevice: string;
}

/**
 * Position of the signal in a recording, and the latency that follows.
 * @param channel the only channel that is searched, if known
 */
export function latencyRun(
  recording: LoopRecording,
  signal: ArrayLike<number>,
  channel?: number,
): LatencyRun {
  const { channels, offset, firstFrame, signalFrame, queuedFrames, claimedFrames } = recording;
  const best = findInChannels(channels, signal, channel);
  const { position = 0, gain = 0, confidence = 0 } = best.found ?? {};
  const samples = channels[best.channel]!;
  return {
    detected: confidence >= MIN_CONFIDENCE,
    loopFrames: firstFrame + position - signalFrame - offset.frames,
    gain,
    confidence,
    channel: best.channel,
    queuedFrames,
    offset,
    claimedFrames,
    peakDbfs: toDbfs(samples.reduce((max, sample) => Math.max(max, Math.abs(sample)), 0)),
    rmsDbfs: toDbfs(rootMeanSquare(samples)),
    clipped: recording.clipped,
  };
}

export function latencyStatistic(
  runs: readonly LatencyRun[],
  { discarded, captureDevice }: Pick<LatencyResult, 'discarded' | 'captureDevice'>,
): LatencyResult {
  const detected = runs.filter((run) => run.detected);
  const claims = detected.flatMap(({ claimedFrames: claimed }) =>
    claimed === undefined ? [] : [claimed.playback + claimed.capture],
  );
  const gain = medianOfAny(detected.map((run) => run.gain));
  return {
    runs,
    detected: detected.length,
    loopFrames: summary(detected.map(({ loopFrames }) => loopFrames)),
    inverted: gain === undefined ? undefined : gain < 0,
    gain,
    claimedFrames: medianOfAny(claims),
    ringFrames: medianOfAny(detected.map((run) => run.loopFrames + run.queuedFrames)),
    discarded,
    captureDevice,
  };
}

/** Median; undefined for no values. */
function medianOfAny(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : median(values);
}

function rootMeanSquare(samples: Float64Array): number {
  const squares = samples.reduce((sum, sample) => sum + sample * sample, 0);
  return samples.length === 0 ? 0 : Math.sqrt(squares / samples.length);
}
