import { sampleCodec } from './sample-codec.js';
import type { WavReader } from './wav-reader.js';

/** Samples of a file or a stream, by frame and channel. */
export interface FrameSamples {
  readonly frames: number;
  readonly channels: number;
  readonly rateHz: number;
  /** Step between two values, on a scale on which full scale is 1. */
  readonly step: number;
  /** Value on that scale. */
  get(frame: number, channel: number): number;
}

/** Significant bits of a float of 32 bits. */
const FLOAT_BITS = 24;

/** Reads all samples of a file into memory. */
export function samplesOfWav(wav: WavReader): FrameSamples {
  const { frames, channels, rateHz, format } = wav;
  const bytes = wav.data(0, frames);
  const codec = sampleCodec(format);
  const view = codec.view(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const bits = format.kind === 'float' ? FLOAT_BITS : format.width;
  return {
    frames,
    channels,
    rateHz,
    step: 2 ** (1 - bits),
    get: (frame, channel) =>
      codec.toNormalized(codec.get(view, (frame * channels + channel) * codec.elements)),
  };
}
