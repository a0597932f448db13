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
      const thread = /^owner_pid\s*:\s*(\d+)/m.exec(text(`${pcm}/${sub}/status`))?.[1];
      if (thread === undefined) return [];
      const status = text(`/proc/${thread}/status`);
      const pid = Number(/^Tgid:\s*(\d+)/m.exec(status)?.[1] ?? thread);
      const command = text(`/proc/${pid}/comm`).trim() || 'a process that has ended';
      return [{ pid, command: printable(command), subdevice: Number(sub.slice(3)) }];
    });
}

/** A process chooses its own name: nothing of it may reach the terminal but plain characters. */
function printable(name: string): string {
  return name.replace(/[^\x20-\x7e]/g, '?');
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
