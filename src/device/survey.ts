import type { ConfigSpace } from './config-space.js';
import { type FormatName, SAMPLE_FORMATS } from './format.js';
import { ACCESS_NAMES, type AccessName, PcmAccess } from './params.js';
import type { Range } from './pcm-device.js';

/** Channel positions that a device supports, such as FL and FR (`snd_pcm_query_chmaps`). */
export interface ChannelMap {
  /** FIXED, VAR (any order) or PAIRED (pairs in any order). */
  readonly type: string;
  readonly positions: readonly string[];
}

/** Every configuration that a device accepts, before any parameter is chosen. */
export interface ConfigSurvey {
  readonly access: readonly AccessName[];
  /** Linear formats, in order of preference. */
  readonly formats: readonly FormatName[];
  /** Accepted numbers of channels, up to 64. */
  readonly channels: readonly number[];
  readonly channelRange: Range;
  /** Common rates that are accepted. */
  readonly ratesHz: readonly number[];
  readonly rateRange: Range;
  /** Frames. */
  readonly periodSize: Range;
  /** Frames. */
  readonly bufferSize: Range;
  /** True if the period interrupts can be disabled. */
  readonly canDisableWakeup: boolean;
  /** Empty if the driver has none. */
  readonly channelMaps: readonly ChannelMap[];
}

const COMMON_RATES_HZ = [
  ...[5512, 8000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 64_000],
  ...[88_200, 96_000, 128_000, 176_400, 192_000, 352_800, 384_000, 705_600, 768_000],
];
const MAX_LISTED_CHANNELS = 64;

/** Tries the values of every parameter in a space that is not narrowed yet. */
export function surveySpace(
  space: ConfigSpace,
  channelMaps: readonly ChannelMap[] = [],
): ConfigSurvey {
  const range = (param: 'channels' | 'rate' | 'periodSize' | 'bufferSize'): Range => ({
    min: space.min(param),
    max: space.max(param),
  });
  const channelRange = range('channels');
  const counts = Math.max(0, Math.min(channelRange.max, MAX_LISTED_CHANNELS));
  return {
    access: ACCESS_NAMES.filter((name) => space.test('access', PcmAccess[name])),
    formats: SAMPLE_FORMATS.filter(({ kernelNumber }) => space.test('format', kernelNumber)).map(
      ({ name }) => name,
    ),
    channels: Array.from({ length: counts }, (_, index) => index + 1).filter((count) =>
      space.test('channels', count),
    ),
    channelRange,
    ratesHz: COMMON_RATES_HZ.filter((rate) => space.test('rate', rate)),
    rateRange: range('rate'),
    periodSize: range('periodSize'),
    bufferSize: range('bufferSize'),
    canDisableWakeup: space.test('periodWakeup', 0),
    channelMaps,
  };
}
