import type { Cause, CauseKind, Part, Piece } from './account.js';

/**
 * Adds up the pieces of each cause; threads of one name that held the CPU are one.
 * @returns the largest first
 */
export function sumParts(pieces: readonly Piece[], missingNs: number): Part[] {
  const all = pieces.map(({ fromNs, toNs, ...cause }) => ({ ...cause, ns: toNs - fromNs }));
  const ofThreads = sumBy(all, (part) => part.culprit?.pid);
  const ofNames = sumBy(ofThreads, ({ culprit, ...part }) =>
    heldCpu(part) ? { ...culprit, pid: undefined } : culprit?.pid,
  );
  return ofNames.map((part) => ({ ...part, share: part.ns / missingNs }));
}

type Sum = Omit<Part, 'share'>;

/**
 * Adds up the parts that have the same key and differ in their culprits only. The culprit of the
 * sum is that of the largest part.
 */
function sumBy(parts: readonly Sum[], keyOf: (part: Sum) => unknown): Sum[] {
  const groups = new Map<string, Sum[]>();
  for (const part of parts) {
    const { ns, culprit, ...rest } = part;
    const key = JSON.stringify([keyOf(part), rest]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [part]);
    else group.push(part);
  }
  return [...groups.values()].map(sumUp).sort((one, other) => other.ns - one.ns);
}

function sumUp(group: readonly Sum[]): Sum {
  const pids = new Set(group.map(({ culprit }) => culprit?.pid));
  const [largest] = group.toSorted((one, other) => other.ns - one.ns);
  return {
    ...largest!,
    ns: group.reduce((ns, part) => ns + part.ns, 0),
    ...(pids.size > 1 && { threads: pids.size }),
  };
}

/** True if the culprit is a thread that held a CPU. */
function heldCpu({ kind, detail }: Cause): boolean {
  return kind === 'not-run' || detail === 'thread-not-run';
}

/** One kind of cause may be spread over many parts: kinds are compared, not parts. */
export function mainCause(parts: readonly Part[]): Cause {
  const shares = new Map<CauseKind, number>();
  for (const { kind, share } of parts) shares.set(kind, (shares.get(kind) ?? 0) + share);
  const [main] = [...shares].sort((one, other) => other[1] - one[1]);
  const part = parts.find(({ kind }) => kind === main?.[0]);
  if (part === undefined) return { kind: 'unknown', detail: 'no-pointer-update' };
  const { ns, share, ...cause } = part;
  return cause;
}
