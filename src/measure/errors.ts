import { type AlsaMmapError, deviceError } from '../device/errors.js';
import type { PcmDevice } from '../device/pcm-device.js';

/** FAILED error of a measurement on `device`; `reason` follows the device's name. */
export function failed({ identity: { name } }: PcmDevice, reason: string): AlsaMmapError {
  return deviceError('FAILED', name, reason);
}

/** True if the device is disconnected: nothing more can be measured. */
export function isDisconnected({ code, errno }: AlsaMmapError): boolean {
  return code === 'DISCONNECTED' || errno === 'ENODEV';
}
