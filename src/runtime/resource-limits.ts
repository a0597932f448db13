import { readFileSync } from 'node:fs';

/** What this process may have of something: Infinity for no limit, undefined where none is told. */
export function softLimit(
  name: 'Max realtime priority' | 'Max locked memory',
  limits = readFileSync('/proc/self/limits', 'utf8'),
): number | undefined {
  const line = limits.split('\n').find((text) => text.startsWith(name));
  const soft = line?.slice(name.length).trim().split(/\s+/)[0];
  if (soft === undefined || soft === '') return undefined;
  return soft === 'unlimited' ? Number.POSITIVE_INFINITY : Number(soft);
}
