import { loadAddon } from './addon.js';

/** Layout of the copy that `readOwnerPages` makes, in bytes (native/owner-pages.h). */
export const OWNER_PAGES = { status: 0, control: 64, secondStatus: 128, size: 192 } as const;

/**
 * Copies both pages of a PCM from the memory of the process that owns it, without any effect on the
 * process or the stream. A control address of 0 leaves out the control page.
 * @throws FAILED if the addon cannot be loaded; the addon's error with `code` EPERM, ESRCH, EFAULT
 */
export function readOwnerPages(
  pid: number,
  statusAddress: number,
  controlAddress: number,
  into: ArrayBuffer,
): void {
  loadAddon().readOwnerPages(pid, statusAddress, controlAddress, into);
}

/**
 * Fills `into` from the memory of another process, without any effect on it.
 * @throws as `readOwnerPages`; EFAULT also for DMA memory that cannot be read in this way
 */
export function readOwnerMemory(pid: number, address: number, into: Uint8Array): void {
  loadAddon().readOwnerMemory(pid, address, into);
}
