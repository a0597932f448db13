import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Runs a command with no capability and with limits that allow no real-time priority and 64 KiB of
 * locked memory, whoever runs the tests.
 */
export const UNPRIVILEGED: readonly string[] = [
  ...['prlimit', '--rtprio=0', '--memlock=65536'],
  ...(process.getuid?.() === 0 ? ['setpriv', '--inh-caps=-all', '--bounding-set=-all'] : []),
];

/** The same as a user who owns nothing; empty where that cannot be, or may not read this project. */
export const AS_NOBODY: readonly string[] = asNobody();

function asNobody(): readonly string[] {
  if (process.getuid?.() !== 0) return [];
  const command = [...UNPRIVILEGED, '--reuid=65534', '--regid=65534', '--clear-groups'];
  const [tool = '', ...words] = [...command, 'test', '-r', fileURLToPath(import.meta.url)];
  return spawnSync(tool, words).status === 0 ? command : [];
}

/** Bits of `CapEff`: see linux/capability.h. */
export const Capability = { IPC_LOCK: 14, SYS_NICE: 23 } as const;

/** Whether this process, and so a child of it, has the capability. */
export function isCapable(bit: number): boolean {
  const effective = /^CapEff:\s*(\w+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))![1]!;
  return ((BigInt(`0x${effective}`) >> BigInt(bit)) & 1n) === 1n;
}
