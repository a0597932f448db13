import type { SampleCodec, SampleView } from '../audio/sample-codec.js';
import { AlsaMmapError } from '../device/errors.js';
import type { SampleFormat } from '../device/format.js';
import type { ChannelInfo } from '../device/pcm-device.js';

/** Whole numbers, as which samples are copied: as a float, a NaN need not keep all its bits. */
export type UnitView = Uint8Array | Int16Array | Int32Array;

/** Where one channel's samples lie: in elements of its view, and in units. */
export interface ChannelArea {
  readonly view: SampleView;
  readonly first: number;
  readonly step: number;
  readonly units: UnitView;
  readonly firstUnit: number;
  readonly stepUnits: number;
}

/** Bytes of a unit: the largest that samples of the format are certain to begin at. */
export function unitBytes({ bytes }: SampleFormat): 1 | 2 | 4 {
  return bytes === 8 ? 4 : bytes === 3 ? 1 : bytes;
}

/** The whole units of a buffer, from its first byte on. */
export function unitView(buffer: ArrayBufferLike, format: SampleFormat): UnitView {
  const size = unitBytes(format);
  const array = size === 4 ? Int32Array : size === 2 ? Int16Array : Uint8Array;
  return new array(buffer as ArrayBuffer, 0, Math.floor(buffer.byteLength / size));
}

/** @param info a layout that `reachBytes` takes */
export function channelArea(
  buffer: ArrayBufferLike,
  info: ChannelInfo,
  codec: SampleCodec,
): ChannelArea {
  const elementBits = (codec.format.bytes * 8) / codec.elements;
  const unitBits = unitBytes(codec.format) * 8;
  return {
    view: codec.view(buffer, 0, buffer.byteLength),
    first: info.firstBits / elementBits,
    step: info.stepBits / elementBits,
    units: unitView(buffer, codec.format),
    firstUnit: info.firstBits / unitBits,
    stepUnits: info.stepBits / unitBits,
  };
}

/**
 * Bytes from the mapping's start to the end of the channel's last sample.
 * @throws UNSUPPORTED where the samples lie on no element's boundary, or nowhere
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
      `samples of ${format.name} lie at offset ${offsetBytes}, first bit ${firstBits}, ` +
        `step ${stepBits} bits: no whole ${elementBits}-bit elements`,
    );
  }
  return Math.ceil((firstBits + stepBits * (bufferSize - 1) + sampleBits) / 8);
}
