/** The tracefs of the guest, and what `why` has in it. */

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

export const TRACEFS = '/sys/kernel/tracing';
export const PROBES = `${TRACEFS}/kprobe_events`;

export function mountTracefs(): void {
  if (!existsSync(PROBES)) spawnSync('mount', ['-t', 'tracefs', 'nodev', TRACEFS]);
}

/** True if a process records: the log of xruns begins last. */
export function isRecording({ pid }: { readonly pid: number }): boolean {
  const group = `alsa_mmap_${pid}`;
  try {
    const enabled = `${TRACEFS}/instances/${group}_log/events/${group}/xrun/enable`;
    return readFileSync(enabled, 'latin1')[0] === '1';
  } catch {
    return false;
  }
}

/** Instances and probes that exist. */
export function tracesLeft(): string[] {
  const probes = readFileSync(PROBES, 'utf8').split('\n').filter(Boolean);
  return [...readdirSync(`${TRACEFS}/instances`), ...probes];
}
