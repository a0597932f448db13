/** Numbers without a unit, which are seconds. */
export const PLAIN_NUMBER = /^(\d+\.?\d*|\.\d+)$/;
/** Units, longest first. */
const UNIT_NS: Readonly<Record<string, number>> = {
  d: 86_400e9,
  h: 3600e9,
  m: 60e9,
  s: 1e9,
  ms: 1e6,
  us: 1e3,
  ns: 1,
};

/**
 * Parses a time: seconds (`5`, `0.5`), or numbers with units in falling order (`500ms`, `1h30m`).
 * Only the last number may have a fraction.
 * @returns nanoseconds, or undefined if the text is not a time
 */
export function parseDurationNs(text: string): number | undefined {
  if (PLAIN_NUMBER.test(text)) return Math.round(Number(text) * 1e9);
  const syntax = /^((\d+)(d|h|m(?!s)|s|ms|us|ns))*(\d+\.?\d*|\.\d+)(ms|us|ns|d|h|m|s)$/;
  if (!syntax.test(text)) return undefined;
  const units = Object.keys(UNIT_NS);
  let lastRank = -1;
  let ns = 0;
  for (const [, count, unit] of text.matchAll(/([\d.]+)([a-z]+)/g)) {
    const rank = units.indexOf(unit!);
    if (rank <= lastRank) return undefined;
    lastRank = rank;
    ns += Number(count) * UNIT_NS[unit!]!;
  }
  return Math.round(ns);
}

/** Formats a time as `parseDurationNs` takes it, in s, ms, us or ns: 500000 gives `500us`. */
export function formatTime(ns: number): string {
  if (ns === 0) return '0';
  const unit = ['s', 'ms', 'us', 'ns'].find((each) => ns >= UNIT_NS[each]!) ?? 'ns';
  return `${Number((ns / UNIT_NS[unit]!).toPrecision(9))}${unit}`;
}
