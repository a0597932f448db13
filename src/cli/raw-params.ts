import type { WavParams } from '../audio/wav-fmt.js';
import { AlsaMmapError } from '../device/errors.js';
import { findFormat } from '../device/format.js';
import type { FormatChoice } from './options/types.js';

interface RawValues {
  readonly type: 'wav' | 'raw';
  readonly format?: FormatChoice | undefined;
  readonly channels?: number | undefined;
  readonly rate?: number | undefined;
}

/**
 * Returns the parameters of raw samples; undefined for a WAV file, which has its own.
 * @throws USAGE for raw samples without parameters, and for a WAV file with them
 */
export function rawParams({ type, format, channels, rate }: RawValues): WavParams | undefined {
  const channelCount = channels ?? format?.channels;
  const rateHz = rate ?? format?.rateHz;
  if (type === 'wav') {
    if (channelCount === undefined && rateHz === undefined) return undefined;
    throw new AlsaMmapError('USAGE', 'a WAV file has channels and a rate; for others use -t raw');
  }
  const missing = [
    format === undefined && '--format',
    channelCount === undefined && '--channels',
    rateHz === undefined && '--rate',
  ].filter((name) => name !== false);
  const found = findFormat(format?.format ?? '');
  if (found !== undefined && channelCount !== undefined && rateHz !== undefined)
    return { format: found, channels: channelCount, rateHz };
  throw new AlsaMmapError(
    'USAGE',
    `--type=raw needs ${missing.join(', ')}; raw samples have no header`,
  );
}
