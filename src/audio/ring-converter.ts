import type { SampleFormat } from '../device/format.js';
import { wavLayout } from './wav-fmt.js';
import { isWavLayoutIdentical } from './wav-ring-formats.js';
import { type Transcode, toRingTranscode } from './wav-transcoder.js';

interface InputLayout {
  readonly channels: number;
  /** Bytes per frame, in the layout of a plain WAV file. */
  readonly frameBytes: number;
}

interface RingLayout {
  readonly channels: number;
  readonly format: SampleFormat;
}

/**
 * Converts frames of an input to those of a ring without loss: bit for bit, integers to a format of
 * more bits by zero bits, and a single channel to all channels.
 */
export class RingConverter {
  readonly ringFrameBytes: number;
  /** True if the bytes are the same in both. */
  readonly isIdentity: boolean;
  readonly #transcode: Transcode;
  readonly #inputChannels: number;
  readonly #ring: RingLayout;

  /** @param ring has a format that holds the samples, and the input's channels unless that has 1 */
  constructor(input: InputLayout, ring: RingLayout) {
    const inputBits = (8 * input.frameBytes) / input.channels;
    this.ringFrameBytes = ring.channels * ring.format.bytes;
    this.isIdentity =
      input.channels === ring.channels &&
      inputBits === wavLayout(ring.format).bitsPerSample &&
      isWavLayoutIdentical(ring.format);
    this.#transcode = toRingTranscode(ring.format, inputBits);
    this.#inputChannels = input.channels;
    this.#ring = ring;
  }

  /** Converts `frames` frames from the first byte of `source`; the two must not overlap. */
  convert(source: Uint8Array, frames: number, target: Uint8Array): void {
    this.#transcode(source, frames * this.#inputChannels, target);
    const { channels, format } = this.#ring;
    if (this.#inputChannels < channels) copyToAll(target, frames, format.bytes, channels);
  }
}

/** Copies each of the first samples of `target` to all channels of its frame, last frame first. */
function copyToAll(target: Uint8Array, frames: number, bytes: number, channels: number): void {
  for (let frame = frames - 1; frame >= 0; frame--) {
    for (let channel = channels - 1; channel >= 0; channel--) {
      const to = (frame * channels + channel) * bytes;
      for (let byte = 0; byte < bytes; byte++) target[to + byte] = target[frame * bytes + byte]!;
    }
  }
}
