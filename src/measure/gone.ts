import type { AlsaMmapError } from '../device/errors.js';

/** Whether the device went away: then nothing more can be found out about it. */
export function isGone({ code, errno }: AlsaMmapError): boolean {
  return code === 'DISCONNECTED' || errno === 'ENODEV';
}
