import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Command that runs another without capabilities, without real-time priority and with 64 KiB of
 * locked memory, also if root runs the tests.
 */
export const UNPRIVILEGED: readonly string[] = [
  ...['prlimit', '--rtprio=0', '--memlock=65536'],
  ...(process.getuid?.() === 0 ? ['setpriv', '--inh-caps=-all', '--bounding-set=-all'] : []),
];

/** The same as user nobody; empty if not root, or if nobody may not read the project. */
export const AS_NOBODY: readonly string[] = asNobody();

function asNobody(): readonly string[] {
  if (process.getuid?.() !== 0) return [];
  const command = [...UNPRIVILEGED, '--reuid=65534', '--regid=65534', '--clear-groups'];
  const [tool = '', ...words] = [...command, 'test', '-r', fileURLToPath(import.meta.url)];
  return spawnSync(tool, words).status === 0 ? command : [];
}

/** Bits of `CapEff`: see linux/capability.h. */
export const Capability = { IPC_LOCK: 14, SYS_NICE: 23 } as const;

/** True if this process, and so its children, have the capability. */
export function isCapable(bit: number): boolean {
  const effective = /^CapEff:\s*(\w+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))![1]!;
  return ((BigInt(`0x${effective}`) >> BigInt(bit)) & 1n) === 1n;
}
