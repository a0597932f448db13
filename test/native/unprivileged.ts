import { readFileSync } from 'node:fs';

/**
 * Runs a command with no capability and with limits that allow no real-time priority and 64 KiB of
 * locked memory, whoever runs the tests.
 */
export const UNPRIVILEGED: readonly string[] = [
  ...['prlimit', '--rtprio=0', '--memlock=65536'],
  ...(process.getuid?.() === 0 ? ['setpriv', '--inh-caps=-all', '--bounding-set=-all'] : []),
];

/** Bits of `CapEff`: see linux/capability.h. */
export const Capability = { IPC_LOCK: 14, SYS_NICE: 23 } as const;

/** Whether this process, and so a child of it, has the capability. */
export function isCapable(bit: number): boolean {
  const effective = /^CapEff:\s*(\w+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))![1]!;
  return ((BigInt(`0x${effective}`) >> BigInt(bit)) & 1n) === 1n;
}
