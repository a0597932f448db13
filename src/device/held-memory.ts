import { loadAddon } from './addon.js';
import type { Direction } from './params.js';

/**
 * A substream that another process has open, and how a call gets a descriptor of it. With pid 0 it
 * opens the node with O_APPEND; else it takes descriptor `fd` of that process, by pidfd_getfd(2).
 */
export interface HeldTarget {
  readonly card: number;
  readonly device: number;
  readonly subdevice: number;
  readonly direction: Direction;
  readonly pid: number;
  readonly fd: number;
}

/**
 * Copies the status record and the control record of a substream, as `readOwnerPages` does, by
 * SYNC_PTR on a descriptor that is open during the call.
 * @throws FAILED if the addon cannot be loaded; the addon's error with `code` EACCES, EBADFD,
 *   EPERM, ESRCH, EBADF
 */
export function readHeldPages(target: HeldTarget, into: ArrayBuffer): void {
  loadAddon().readHeldPages(...wordsOf(target), into);
}

/**
 * Copies bytes of a substream's ring, which is mapped during the call.
 * @throws as `readHeldPages`; EBADFD also for a stream whose owner could set other parameters at
 *   this moment, EINVAL if the owner uses read and write calls
 */
export function readHeldRing(target: HeldTarget, byteOffset: number, into: Uint8Array): void {
  loadAddon().readHeldRing(...wordsOf(target), byteOffset, into);
}

function wordsOf({ card, device, subdevice, direction, pid, fd }: HeldTarget) {
  return [card, device, subdevice, direction === 'capture', pid, fd] as const;
}
