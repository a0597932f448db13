import type { FrameInput } from '../../audio/frame-input.js';
import { openInput } from '../../audio/open-input.js';
import type { WavParams } from '../../audio/wav-fmt.js';
import { AlsaMmapError } from '../../device/errors.js';
import { findFormat } from '../../device/format.js';
import type { FormatChoice } from '../options/types.js';
import { watchSignals } from '../signals.js';

/**
 * Opens files and pipes, and adds each to `inputs`, which the caller closes.
 * @param raw parameters of samples without a header; undefined for WAV files
 * @returns the exit code if a signal comes while a pipe waits for its writer
 * @throws USAGE if stdin is given twice, UNSUPPORTED for a file without samples; as `openInput`
 */
export async function openInputs(
  paths: readonly string[],
  raw: WavParams | undefined,
  inputs: FrameInput[],
): Promise<number | undefined> {
  if (paths.indexOf('-') !== paths.lastIndexOf('-'))
    throw new AlsaMmapError('USAGE', 'stdin (-) is given twice; it can be read only once');
  const signals = watchSignals();
  try {
    for (const path of paths) {
      const input = await openInput(path, raw, signals.abortSignal);
      if (input === undefined) return signals.exitCode!;
      inputs.push(input);
      if (input.remainingFrames === 0)
        throw new AlsaMmapError('UNSUPPORTED', `${input.path} contains no samples`);
    }
    return undefined;
  } finally {
    signals.close();
  }
}

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
