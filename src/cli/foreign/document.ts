import type { StreamOwner } from '../../device/pcm-owners.js';
import type { OpenStream } from '../../observe/sound-tree.js';

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
