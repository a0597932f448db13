import { readdirSync, readFileSync } from 'node:fs';
import type { Direction } from './params.js';

/** A process that has a substream open. */
export interface PcmOwner {
  readonly pid: number;
  readonly command: string;
  readonly subdevice: number;
}

/**
 * Owners of a PCM's substreams, from /proc/asound. The kernel stores the thread that opened; the
 * process is derived from it. Empty if unknown.
 */
export function pcmOwners(card: number, device: number, direction: Direction): PcmOwner[] {
  const pcm = `/proc/asound/card${card}/pcm${device}${direction === 'playback' ? 'p' : 'c'}`;
  return listDirectory(pcm)
    .filter((name) => name.startsWith('sub'))
    .flatMap((sub) => {
      const thread = parseOwnerTid(readText(`${pcm}/${sub}/status`));
      if (thread === undefined) return [];
      const pid = parseTgid(readText(`/proc/${thread}/status`)) ?? thread;
      return [
        {
          pid,
          command: printableCommand(readText(`/proc/${pid}/comm`)),
          subdevice: Number(sub.slice(3)),
        },
      ];
    });
}

/** Thread that opened a substream, from its `status` file in /proc/asound. */
export function parseOwnerTid(status: string): number | undefined {
  return matchPid(/^owner_pid\s*:\s*(\d{1,10})$/m, status);
}

/** Process of a thread, from its `status` file in /proc. */
export function parseTgid(status: string): number | undefined {
  return matchPid(/^Tgid:\s*(\d{1,10})$/m, status);
}

/** Replaces all but printable ASCII: a process chooses its own name. */
export function printableCommand(comm: string): string {
  return comm.trim().replace(/[^\x20-\x7e]/g, '?') || 'a process that has ended';
}

function matchPid(line: RegExp, text: string): number | undefined {
  const pid = line.exec(text)?.[1];
  return pid === undefined ? undefined : Number(pid);
}

function listDirectory(path: string): string[] {
  try {
    return readdirSync(path).sort();
  } catch {
    return [];
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
