import { readFileSync } from 'node:fs';

/**
 * Returns a soft resource limit of this process (setrlimit(2)): bytes for locked memory, a priority
 * for real time. Infinity if unlimited, undefined if `/proc/self/limits` does not list it.
 */
export function softLimit(
  name: 'Max realtime priority' | 'Max locked memory',
  limits = readFileSync('/proc/self/limits', 'utf8'),
): number | undefined {
  const line = limits.split('\n').find((text) => text.startsWith(name));
  const soft = line?.slice(name.length).trim().split(/\s+/)[0];
  if (soft === undefined || soft === '') return undefined;
  return soft === 'unlimited' ? Number.POSITIVE_INFINITY : Number(soft);
}
