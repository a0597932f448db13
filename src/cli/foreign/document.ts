import type { PcmIdentity } from '../../device/pcm-device.js';
import type { StreamOwner } from '../../device/pcm-owners.js';
import { type OpenStream, readPcms } from '../../observe/sound-tree.js';

/** Device of a stream that another process has open. */
export function foreignIdentity({ name, card, device, subdevice }: OpenStream): PcmIdentity {
  const pcm = readPcms().find((one) => one.card === card && one.device === device);
  return { name, card, device, subdevice, description: pcm?.name ?? '' };
}

/** Owner of a stream, as every document shows it; null if it is not known. */
export function ownerDocument(owner: StreamOwner | undefined): object | null {
  return owner === undefined ? null : { pid: owner.pid, tid: owner.tid, command: owner.command };
}

/** A stream of another process, as `list` shows it. */
export function openStreamDocument({ name, subdevice, owner, ...stream }: OpenStream): object {
  return {
    name,
    subdevice,
    state: stream.status.state,
    owner: ownerDocument(owner),
    params: stream.hwParams ?? null,
  };
}
