import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeOwner, type StreamOwner } from '../device/pcm-owners.js';
import type { SubstreamId } from './sound-tree.js';

/** Reason why a value could not be read from the owner's memory; errno `none` if no call failed. */
export interface Unreadable {
  readonly errno: string;
  readonly reason: string;
}

/** Reads /proc/PID/maps of a stream's owner. */
export function readMaps(
  owner: StreamOwner | undefined,
  procRoot: string,
): { readonly owner: StreamOwner; readonly maps: string } | Unreadable {
  if (owner === undefined) {
    return { errno: 'none', reason: 'the owner is not visible in this PID namespace' };
  }
  try {
    return { owner, maps: readFileSync(join(procRoot, `${owner.pid}/maps`), 'utf8') };
  } catch (error) {
    return unreadable(error, owner, procRoot);
  }
}

/** Node of a PCM, as /proc/PID/maps names it. */
export function nodeOf({ card, device, direction }: SubstreamId): string {
  return `/dev/snd/pcmC${card}D${device}${direction === 'playback' ? 'p' : 'c'}`;
}

/** Explains why a read of the owner's maps or memory failed. */
export function unreadable(error: unknown, owner: StreamOwner, procRoot: string): Unreadable {
  const { code = 'none', message } = error as NodeJS.ErrnoException;
  const name = describeOwner(owner);
  if (code === 'ENOENT' || code === 'ESRCH') return { errno: code, reason: `${name} has ended` };
  if (code === 'EFAULT') return { errno: code, reason: `${name} has unmapped the pages` };
  if (code === 'EACCES') {
    return { errno: code, reason: `${name} belongs to another user; run as that user or as root` };
  }
  if (code !== 'EPERM') return { errno: 'none', reason: message };
  const scope = yamaScope(procRoot);
  const cause =
    scope > 0
      ? `kernel.yama.ptrace_scope is ${scope}`
      : 'the process belongs to another user or has other capabilities';
  const advice =
    scope > 2 ? 'the setting lasts until reboot' : 'run as root or with CAP_SYS_PTRACE';
  return { errno: code, reason: `no right to read the memory of ${name}: ${cause}; ${advice}` };
}

/** `kernel.yama.ptrace_scope`; 0 without Yama. */
function yamaScope(procRoot: string): number {
  try {
    return Number(readFileSync(join(procRoot, 'sys/kernel/yama/ptrace_scope'), 'utf8'));
  } catch {
    return 0;
  }
}
