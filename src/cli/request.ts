import { AlsaMmapError } from '../device/errors.js';
import type { FormatName } from '../device/format.js';
import { defaultDeviceName, openDevice } from '../device/open.js';
import type { Direction, PcmRequest, Span } from '../device/params.js';
import type { PcmDevice } from '../device/pcm-device.js';
import type { Values } from './command.js';

/** The device that is meant: the argument, or --device, or the usual one. */
export function deviceName(values: Values, direction: Direction): string {
  const { DEVICE: argument, device: option } = values as Record<string, string | undefined>;
  if (argument !== undefined && option !== undefined && argument !== option) {
    throw new AlsaMmapError('USAGE', `two devices are named: ${argument} and --device ${option}`);
  }
  return argument ?? option ?? defaultDeviceName(direction);
}

/** What the options ask of a device. */
export function requestOf(values: Values, direction: Direction): PcmRequest {
  return {
    direction,
    format: values['format'] as FormatName | undefined,
    channels: values['channels'] as number | undefined,
    rateHz: values['rate'] as number | undefined,
    periodSize: values['period-size'] as Span | undefined,
    bufferSize: values['buffer-size'] as Span | undefined,
    periodWakeup: values['no-period-wakeup'] !== true,
  };
}

/** Opens what the words name, as `onAskedSide`. */
export function openAsked(values: Values, extra: Partial<PcmRequest> = {}): Promise<PcmDevice> {
  return onAskedSide(values, async (direction) =>
    openDevice(deviceName(values, direction), { ...requestOf(values, direction), ...extra }),
  );
}

/**
 * Opens on the side that the words name; where they name none, on the playback side, or on the
 * capture side of a device that has no other.
 */
export async function onAskedSide<T>(
  values: Values,
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
