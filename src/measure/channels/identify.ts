import { toDbfs } from '../../audio/decibel.js';
import { maxLengthSequence } from '../../audio/max-length-sequence.js';
import { correlationOf, crossOf, spectrumOf } from '../signal/cross-spectrum.js';
import { Fft, powerOfTwoFrom } from '../signal/fft.js';
import { findSignal, MIN_CONFIDENCE, peakOf } from '../signal/find-signal.js';

/** Content of one capture channel. */
export interface CapturedChannel {
  /** Playback channel, from 0, whose signal it carries; undefined if none was found. */
  readonly carries: number | undefined;
  /** Further playback channels whose signals were found in it. */
  readonly alsoCarries: readonly number[];
  /** 1 for the level that was played; negative if inverted. */
  readonly gain: number;
  /** Frame of the recording, with fraction, at which the signal begins. */
  readonly position: number;
  /** Peak of the correlation relative to the next highest. */
  readonly confidence: number;
  readonly peakDbfs: number;
}

const SEQUENCE_BITS = 18;
const MAX_FRAMES = 8191;

/**
 * A signal for each channel: consecutive parts of one maximum-length sequence, of equal length.
 * Each sample is `level` or -`level`, so that every format keeps the signs. A part correlates with
 * itself at one shift only, and with no other part at any shift, inverted or not.
 */
export function channelSignals(channels: number, level: number): Float64Array[] {
  const sequence = maxLengthSequence(SEQUENCE_BITS, level);
  const frames = Math.min(MAX_FRAMES, Math.floor(sequence.length / channels));
  return Array.from({ length: channels }, (_, channel) =>
    sequence.subarray(channel * frames, (channel + 1) * frames),
  );
}

/** Frames on either side of a signal that its exact position is computed from. */
const MARGIN_FRAMES = 128;

interface Match {
  readonly channel: number;
  readonly lag: number;
  readonly height: number;
  readonly confidence: number;
}

/**
 * Finds in each capture channel the signals of the playback channels; the loudest one is the one
 * that the channel carries.
 * @param recording samples of each capture channel
 * @param signals signal of each playback channel
 */
export function identifyChannels(
  recording: readonly Float64Array[],
  signals: readonly Float64Array[],
): CapturedChannel[] {
  const frames = signals[0]!.length;
  const fft = new Fft(powerOfTwoFrom(recording[0]!.length + frames));
  const known = signals.map((signal) => spectrumOf(fft, signal));
  return recording.map((samples) => {
    const spectrum = spectrumOf(fft, samples);
    const matches = known
      .flatMap((signal, channel): Match[] => {
        const peak = peakOf(correlationOf(crossOf(spectrum, signal), fft), frames);
        if (peak === undefined || peak.height / peak.next < MIN_CONFIDENCE) return [];
        return [{ channel, ...peak, confidence: peak.height / peak.next }];
      })
      .sort((a, b) => b.height - a.height);
    const peakDbfs = toDbfs(samples.reduce((max, sample) => Math.max(max, Math.abs(sample)), 0));
    const [best, ...others] = matches;
    const { gain, position } = best ? refine(samples, signals[best.channel]!, best.lag) : NOTHING;
    return {
      carries: best?.channel,
      alsoCarries: others.map(({ channel }) => channel),
      gain,
      position,
      confidence: best?.confidence ?? 0,
      peakDbfs,
    };
  });
}

const NOTHING = { gain: 0, position: 0 } as const;

/** Position between frames and gain of a signal that begins near a frame. */
function refine(samples: Float64Array, signal: Float64Array, lag: number) {
  const from = Math.max(0, lag - MARGIN_FRAMES);
  const part = samples.subarray(from, Math.max(0, lag + signal.length + MARGIN_FRAMES));
  const { gain, position } = findSignal(part, signal) ?? NOTHING;
  return { gain, position: from + position };
}
