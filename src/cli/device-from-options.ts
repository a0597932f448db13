import { existsSync } from 'node:fs';
import { AlsaMmapError } from '../device/errors.js';
import { defaultDeviceName, openDevice } from '../device/open.js';
import type { Direction, PcmRequest } from '../device/params.js';
import type { PcmDevice } from '../device/pcm-device.js';
import type { DeviceValues, DirectionValues } from './options/common.js';

/**
 * Name of the device: the argument, `--device`, or the default device.
 * @throws USAGE if argument and option differ
 */
export function deviceName(values: DeviceValues, direction: Direction): string {
  return givenDevice(values) ?? defaultDeviceName(direction);
}

/**
 * Device that the command line names, if any.
 * @throws USAGE if argument and option differ
 */
export function givenDevice({ device, deviceOption }: DeviceValues): string | undefined {
  if (device !== undefined && deviceOption !== undefined && device !== deviceOption) {
    throw new AlsaMmapError('USAGE', `two devices given: ${device} and --device ${deviceOption}`);
  }
  return device ?? deviceOption;
}

/** Returns true for a word such as `hw:1`, `sim` or `plughw:0`, unless a file has that name. */
export function isDeviceWord(word: string): boolean {
  return /^[a-z_][\w-]*(:.*)?$/is.test(word) && !existsSync(word);
}

/** Requested device parameters. `--channels` and `--rate` override those of a format preset. */
export function requestFromOptions(
  values: DeviceValues & { readonly noPeriodWakeup?: boolean },
  direction: Direction,
): PcmRequest {
  const { format, channels, rate, periodSize, bufferSize, noPeriodWakeup = false } = values;
  return {
    direction,
    format: format?.format,
    channels: channels ?? format?.channels,
    rateHz: rate ?? format?.rateHz,
    periodSize,
    bufferSize,
    periodWakeup: !noPeriodWakeup,
  };
}

/** Opens the device in the direction that `tryDirections` chooses. */
export function openFromOptions(
  values: DeviceValues & DirectionValues,
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
 * Opens in the direction that the options give. Without one, opens for playback, or for capture if
 * the device has no playback direction.
 */
export async function tryDirections<T>(
  values: DirectionValues,
  open: (direction: Direction) => Promise<T>,
): Promise<T> {
  if (values.capture) return open('capture');
  try {
    return await open('playback');
  } catch (error) {
    const missing = error instanceof AlsaMmapError && error.code === 'NO_DEVICE';
    if (!missing || values.playback) throw error;
    return open('capture').catch((second) => {
      throw (second as AlsaMmapError).code === 'NO_DEVICE' ? error : second;
    });
  }
}
