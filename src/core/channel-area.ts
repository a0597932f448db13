import type { SampleCodec, SampleView } from '../audio/sample-codec.js';
import { AlsaMmapError } from '../device/errors.js';
import type { SampleFormat } from '../device/format.js';
import type { ChannelInfo } from '../device/pcm-device.js';
import { type IntBytes, type IntView, intView } from './int-view.js';

/** Layout of a channel's samples, in elements of the codec's view and in words of an `IntView`. */
export interface ChannelArea {
  readonly view: SampleView;
  readonly first: number;
  readonly step: number;
  readonly words: IntView;
  readonly firstWord: number;
  readonly stepWords: number;
}

/** Returns the size in bytes of the largest word to which samples of the format are aligned. */
export function alignedWordBytes({ bytes }: SampleFormat): IntBytes {
  return bytes === 8 ? 4 : bytes === 3 ? 1 : bytes;
}

/** @param info a layout that `requiredBytes` accepts */
export function channelArea(
  buffer: ArrayBufferLike,
  info: ChannelInfo,
  codec: SampleCodec,
): ChannelArea {
  const elementBits = (codec.format.bytes * 8) / codec.elements;
  const wordBytes = alignedWordBytes(codec.format);
  return {
    view: codec.view(buffer, 0, buffer.byteLength),
    first: info.firstBits / elementBits,
    step: info.stepBits / elementBits,
    words: intView(buffer, wordBytes),
    firstWord: info.firstBits / (wordBytes * 8),
    stepWords: info.stepBits / (wordBytes * 8),
  };
}

/**
 * Returns the bytes from the mapping's start to the end of the channel's last sample.
 * @throws UNSUPPORTED if the samples are not aligned to elements, or the offset is negative
 */
export function requiredBytes(
  { firstBits, stepBits, offsetBytes }: ChannelInfo,
  { format, elements }: SampleCodec,
  bufferSize: number,
): number {
  const sampleBits = format.bytes * 8;
  const elementBits = sampleBits / elements;
  if (offsetBytes < 0 || firstBits % elementBits !== 0 || stepBits % elementBits !== 0) {
    throw new AlsaMmapError(
      'UNSUPPORTED',
      `unsupported ring layout: ${format.name} samples at offset ${offsetBytes}, ` +
        `first bit ${firstBits}, step ${stepBits} bits are not aligned to ${elementBits} bits`,
    );
  }
  return Math.ceil((firstBits + stepBits * (bufferSize - 1) + sampleBits) / 8);
}
