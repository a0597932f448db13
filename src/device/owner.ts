import { readdirSync, readFileSync } from 'node:fs';
import type { Direction } from './params.js';

/** A process that holds a substream. */
export interface PcmOwner {
  readonly pid: number;
  readonly command: string;
  readonly subdevice: number;
}

/**
 * Who has the substreams of a PCM open, as /proc/asound tells it. The kernel notes the thread that
 * opened; the process is looked up from it. Empty where nothing is known.
 */
export function ownersOf(card: number, device: number, direction: Direction): PcmOwner[] {
  const pcm = `/proc/asound/card${card}/pcm${device}${direction === 'playback' ? 'p' : 'c'}`;
  return entries(pcm)
    .filter((name) => name.startsWith('sub'))
    .flatMap((sub) => {
      const thread = ownerThread(text(`${pcm}/${sub}/status`));
      if (thread === undefined) return [];
      const pid = processOf(text(`/proc/${thread}/status`)) ?? thread;
      return [
        { pid, command: commandName(text(`/proc/${pid}/comm`)), subdevice: Number(sub.slice(3)) },
      ];
    });
}

/** The thread that opened a substream, from its `status` below /proc/asound. */
export function ownerThread(status: string): number | undefined {
  return pidAfter(/^owner_pid\s*:\s*(\d{1,10})$/m, status);
}

/** The process of a thread, from its `status` below /proc. */
export function processOf(status: string): number | undefined {
  return pidAfter(/^Tgid:\s*(\d{1,10})$/m, status);
}

/** A process chooses its own name: nothing of it may reach the terminal but plain characters. */
export function commandName(comm: string): string {
  return comm.trim().replace(/[^\x20-\x7e]/g, '?') || 'a process that has ended';
}

function pidAfter(line: RegExp, text: string): number | undefined {
  const found = line.exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
}

function entries(path: string): string[] {
  try {
    return readdirSync(path).sort();
  } catch {
    return [];
  }
}

function text(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
