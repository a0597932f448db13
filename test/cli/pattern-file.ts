import { sampleCodec } from '../../src/audio/sample-codec.js';
import { findFormat } from '../../src/device/format.js';
import { patternSample } from '../../src/sim/signal.js';
import { readChannels } from './wav-channels.js';

/** How a file compares with what `sim:SIGNAL=pattern` delivers from its first frame on. */
export interface PatternFile {
  readonly format: string;
  readonly channels: number;
  readonly frames: number;
  readonly sealed: boolean;
  /** Of the first frame that is not bit for bit the pattern's; -1 for none. */
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
