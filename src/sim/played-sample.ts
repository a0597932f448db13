import type { Quirk } from './quirks.js';
import type { SimRing } from './ring.js';
import type { SimStreamParams } from './stream-params.js';

/**
 * Raw sample that the card plays on a channel at an offset in the ring.
 * @param xruns number of xruns before it
 */
export type PlayedSample = (offset: number, channel: number, xruns: number) => number;

/** Reads the ring as the card plays it: unchanged, unless quirks plant a fault of channels. */
export function playedSample(
  ring: SimRing,
  { bufferSize, channels }: Pick<SimStreamParams, 'bufferSize' | 'channels'>,
  quirks: readonly Quirk[],
): PlayedSample {
  const { codec } = ring;
  const last = channels - 1;
  let played: PlayedSample = (offset, channel) => ring.get(offset, channel);
  const plant = (quirk: Quirk, fault: (intact: PlayedSample) => PlayedSample) => {
    if (quirks.includes(quirk)) played = fault(played);
  };
  plant('channels-rotate-at-xrun', (intact) => (offset, channel, xruns) => {
    const sample = offset * channels + channel + xruns;
    return intact(Math.floor(sample / channels) % bufferSize, sample % channels, xruns);
  });
  plant('channels-swapped', (intact) => (offset, channel, xruns) => {
    const isSwapped = channel < 2 && last > 0;
    return intact(offset, isSwapped ? 1 - channel : channel, xruns);
  });
  plant(
    'channel-duplicated',
    (intact) => (offset, channel, xruns) => intact(offset, channel === last ? 0 : channel, xruns),
  );
  plant('channel-late', (intact) => {
    // The ring can already hold a later frame at the offset before.
    const read = new Float64Array(bufferSize).fill(codec.silence);
    return (offset, channel, xruns) => {
      if (channel !== last) return intact(offset, channel, xruns);
      read[offset] = intact(offset, channel, xruns);
      return read[(offset + bufferSize - 1) % bufferSize]!;
    };
  });
  plant(
    'channel-silent',
    (intact) => (offset, channel, xruns) =>
      channel === last ? codec.silence : intact(offset, channel, xruns),
  );
  plant('channel-inverted', (intact) => (offset, channel, xruns) => {
    const raw = intact(offset, channel, xruns);
    return channel === last ? codec.fromNormalized(-codec.toNormalized(raw)) : raw;
  });
  return played;
}
