import type { Direction } from './params.js';
import { listDirectory, readText } from './proc-files.js';
import { pcmDirectory } from './sound-cards.js';

/** The process that opened a substream, and its thread that did so. */
export interface StreamOwner {
  /** 0 if the process is outside the PID namespace of this one. */
  readonly pid: number;
  readonly tid: number;
  readonly command: string;
}

/** A process that has a substream open. */
export interface PcmOwner extends StreamOwner {
  readonly subdevice: number;
}

/**
 * Owners of a PCM's substreams, from /proc/asound. The kernel stores the thread that opened; the
 * process is derived from it. Empty if unknown.
 */
export function pcmOwners(
  card: number,
  device: number,
  direction: Direction,
  root = '',
): PcmOwner[] {
  const pcm = pcmDirectory(card, device, direction, root);
  return subdeviceNumbers(pcm).flatMap((subdevice) => {
    const tid = parseOwnerTid(readText(`${pcm}/sub${subdevice}/status`));
    return tid === undefined ? [] : [{ ...findOwner(tid, `${root}/proc`), subdevice }];
  });
}

/** Numbers of the substreams of a directory of /proc/asound; empty if it does not exist. */
export function subdeviceNumbers(pcmDirectory: string): number[] {
  return listDirectory(pcmDirectory)
    .flatMap((name) => /^sub(\d+)$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
}

/** An owner for people: `aplay (pid 812)`. */
export function describeOwner({ pid, command }: StreamOwner): string {
  return pid === 0 ? 'a process outside this container' : `${command} (pid ${pid})`;
}

/** True if a process or a thread of this number exists. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Process of a thread, with its command; the thread itself if its process is not known. */
export function findOwner(tid: number, procRoot = '/proc'): StreamOwner {
  const pid = parseTgid(readText(`${procRoot}/${tid}/status`)) ?? tid;
  return { pid, tid, command: printableCommand(readText(`${procRoot}/${pid}/comm`)) };
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
