import { sampleCodec } from '../../src/audio/sample-codec.js';
import { findFormat } from '../../src/device/format.js';
import { patternSample } from '../../src/sim/signal.js';
import { readChannels } from './wav-channels.js';

/** Compares a file with the signal of `sim:SIGNAL=pattern`. */
export interface PatternFile {
  readonly format: string;
  readonly channels: number;
  readonly frames: number;
  readonly sealed: boolean;
  /** First frame that differs from the pattern in any bit; -1 without one. */
  readonly wrongFrame: number;
}

/** @param format as it was recorded, which need not be that of the file */
export function comparePattern(path: string, format: string): PatternFile {
  const { raw, frames, sealed, format: stored } = readChannels(path);
  const codec = sampleCodec(findFormat(format)!);
  const offset = sampleCodec(findFormat(stored)!).silence - codec.silence;
  const wrong = raw.map((samples, channel) =>
    samples.findIndex((value, frame) => value !== patternSample(codec, frame, channel) + offset),
  );
  const found = wrong.filter((frame) => frame >= 0);
  return {
    format: stored,
    channels: raw.length,
    frames,
    sealed,
    wrongFrame: found.length === 0 ? -1 : Math.min(...found),
  };
}
