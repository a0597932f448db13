import { AlsaMmapError } from '../device/errors.js';
import type { FormatName } from '../device/format.js';
import { defaultDeviceName, openDevice } from '../device/open.js';
import type { Direction, PcmRequest, SizeOrTime } from '../device/params.js';
import type { PcmDevice } from '../device/pcm-device.js';
import type { OptionValues } from './command.js';

/** The device that is meant: the argument, or --device, or the usual one. */
export function deviceName(values: OptionValues, direction: Direction): string {
  const { DEVICE: argument, device: option } = values as Record<string, string | undefined>;
  if (argument !== undefined && option !== undefined && argument !== option) {
    throw new AlsaMmapError('USAGE', `two devices are named: ${argument} and --device ${option}`);
  }
  return argument ?? option ?? defaultDeviceName(direction);
}

/** What the options ask of a device. */
export function requestFromOptions(values: OptionValues, direction: Direction): PcmRequest {
  return {
    direction,
    format: values['format'] as FormatName | undefined,
    channels: values['channels'] as number | undefined,
    rateHz: values['rate'] as number | undefined,
    periodSize: values['period-size'] as SizeOrTime | undefined,
    bufferSize: values['buffer-size'] as SizeOrTime | undefined,
    periodWakeup: values['no-period-wakeup'] !== true,
  };
}

/** Opens what the words name, as `onAskedSide`. */
export function openFromOptions(
  values: OptionValues,
  extra: Partial<PcmRequest> = {},
): Promise<PcmDevice> {
  return tryDirections(values, async (direction) =>
    openDevice(deviceName(values, direction), {
      ...requestFromOptions(values, direction),
      ...extra,
    }),
  );
}

/**
 * Opens on the side that the words name; where they name none, on the playback side, or on the
 * capture side of a device that has no other.
 */
export async function tryDirections<T>(
  values: OptionValues,
  open: (direction: Direction) => Promise<T>,
): Promise<T> {
  if (values['capture'] === true && values['playback'] === true) {
    throw new AlsaMmapError('USAGE', '--capture and --playback exclude each other');
  }
  if (values['capture'] === true) return open('capture');
  try {
    return await open('playback');
  } catch (error) {
    const elsewhere = error instanceof AlsaMmapError && error.code === 'NO_DEVICE';
    if (!elsewhere || values['playback'] === true) throw error;
    return open('capture').catch((second) => {
      throw (second as AlsaMmapError).code === 'NO_DEVICE' ? error : second;
    });
  }
}
