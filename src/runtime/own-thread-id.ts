import { readlinkSync } from 'node:fs';
import { basename } from 'node:path';

/** Returns the thread id of the caller; 0 without /proc. */
export function ownThreadId(): number {
  try {
    return Number(basename(readlinkSync('/proc/thread-self')));
  } catch {
    return 0;
  }
}
