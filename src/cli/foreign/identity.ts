import type { PcmIdentity } from '../../device/pcm-device.js';
import { type OpenStream, readPcms } from '../../observe/sound-tree.js';

/** Device of a stream that another process has open. */
export function foreignIdentity({ name, card, device, subdevice }: OpenStream): PcmIdentity {
  const pcm = readPcms().find((one) => one.card === card && one.device === device);
  return { name, card, device, subdevice, description: pcm?.name ?? '' };
}
