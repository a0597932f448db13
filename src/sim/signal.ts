import type { SampleCodec } from '../audio/sample-codec.js';
import { SineSource } from '../audio/sine.js';
import type { SimSignal } from './config.js';

/** Raw sample at a frame of the stream, on a channel. */
export type SignalFunction = (frame: number, channel: number) => number;

const TONE_HZ = 440;
const TONE_DBFS = -12;

/**
 * A known signal, a pure function of frame and channel. `sine`: 440 Hz on channel 0, 880 Hz on
 * channel 1 and so on, at -12 dBFS. `pattern`: differs in every sample and uses every bit, for
 * bit-exact comparisons.
 */
export function signalFunction(
  signal: SimSignal,
  codec: SampleCodec,
  rateHz: number,
): SignalFunction {
  if (signal === 'silence') return () => codec.silence;
  if (signal === 'pattern') return (frame, channel) => patternSample(codec, frame, channel);
  const tones: SineSource[] = [];
  return (frame, channel) => {
    tones[channel] ??= new SineSource({
      rateHz,
      freqHz: toneHz(channel, rateHz),
      levelDbfs: TONE_DBFS,
    });
    return codec.fromNormalized(tones[channel].value(frame));
  };
}

/** Frames after which the signal repeats on every channel; Infinity if it does not. */
export function signalRepeatFrames(signal: SimSignal, rateHz: number): number {
  if (signal === 'pattern') return Number.POSITIVE_INFINITY;
  if (signal === 'silence') return 1;
  let [a, b] = [rateHz, TONE_HZ];
  while (b > 0) [a, b] = [b, a % b];
  return rateHz / a;
}

/** Frequency of a channel: harmonics of 440 Hz, kept below a quarter of the rate. */
export function toneHz(channel: number, rateHz: number): number {
  const harmonics = Math.max(1, Math.floor(rateHz / 4 / TONE_HZ));
  return TONE_HZ * ((channel % harmonics) + 1);
}

/** Raw sample computed from frame and channel number, mixed so that all bits vary. */
export function patternSample(codec: SampleCodec, frame: number, channel: number): number {
  let bits = Math.imul(frame, 0x9e3779b1) ^ Math.imul(channel + 1, 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 15), 0x2c1b3c6d);
  bits ^= bits >>> 13;
  if (codec.format.kind === 'float') return (bits >> 8) / 2 ** 23;
  const unused = 32 - codec.format.width;
  return codec.format.kind === 'signed' ? bits >> unused : bits >>> unused;
}
