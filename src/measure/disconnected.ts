import type { AlsaMmapError } from '../device/errors.js';

/** True if the device is disconnected: nothing more can be measured. */
export function isDisconnected({ code, errno }: AlsaMmapError): boolean {
  return code === 'DISCONNECTED' || errno === 'ENODEV';
}
