import { InfoFlag } from './abi.js';
import type { MapRefusal } from './pcm-device.js';

/** Reason for a refused mapping, from its errno and the driver's INFO flags. */
export function mapRefusal(what: string, errno: string, infoFlags: number): MapRefusal {
  return {
    kind: 'refused',
    errno,
    reason: `the ${what} is refused (${errno}): ${refusalReason(what, errno, infoFlags)}`,
  };
}

function refusalReason(what: string, errno: string, infoFlags: number): string {
  if (errno === 'ENODEV') return 'the device is gone';
  if (errno === 'EACCES') return 'the device is not open for reading and writing';
  if (errno !== 'ENXIO') return 'the kernel takes no such mapping in this state';
  if (what === 'ring') return 'the driver does not share its buffer';
  if ((infoFlags & InfoFlag.EXPLICIT_SYNC) !== 0) return 'the driver is EXPLICIT_SYNC';
  // Such a driver shares only the status page, and only with programs that announce their protocol
  // version, as alsa-lib does.
  if (what === 'control page' && (infoFlags & InfoFlag.SYNC_APPLPTR) !== 0) {
    return 'the driver is SYNC_APPLPTR';
  }
  return 'the kernel shares it on no machine of this kind';
}
