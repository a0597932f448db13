import { InfoFlag } from './abi.js';
import type { MapRefusal } from './pcm-device.js';

/** Memory of a PCM that can be mapped. */
export type MappableMemory = 'status page' | 'control page' | 'ring';

/**
 * Refusal of a mapping, with the reason that follows from its errno and the driver's INFO flags:
 * `cannot map the control page (ENXIO): the driver sets INFO SYNC_APPLPTR`.
 */
export function mapRefusal(memory: MappableMemory, errno: string, infoFlags: number): MapRefusal {
  const reason = refusalReason(memory, errno, infoFlags);
  return { kind: 'refused', errno, reason: `cannot map the ${memory} (${errno}): ${reason}` };
}

function refusalReason(memory: MappableMemory, errno: string, infoFlags: number): string {
  if (errno === 'ENODEV') return 'the device was disconnected';
  if (errno === 'EACCES') return 'the device is not open for reading and writing';
  if (errno !== 'ENXIO') return 'not possible in this state';
  if (memory === 'ring') return 'the driver does not share its buffer';
  if ((infoFlags & InfoFlag.EXPLICIT_SYNC) !== 0) return 'the driver sets INFO EXPLICIT_SYNC';
  // Such a driver shares only the status page, and only with programs that announce their protocol
  // version, as alsa-lib does.
  if (memory === 'control page' && (infoFlags & InfoFlag.SYNC_APPLPTR) !== 0) {
    return 'the driver sets INFO SYNC_APPLPTR';
  }
  return 'not mappable on this architecture';
}
