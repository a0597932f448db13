import { lastIndexUpTo } from './bisect.js';

interface Span {
  readonly fromNs: number;
  readonly toNs: number;
}

/**
 * Lays spans over others, which keep the rest of their time.
 * @param above in order, without an overlap
 */
export function overlay<S extends Span>(spans: readonly S[], above: readonly S[]): S[] {
  return spans.flatMap((span) => {
    const parts: S[] = [];
    let atNs = span.fromNs;
    // They do not overlap, so only the last one before the span can reach into it.
    const first = Math.max(
      lastIndexUpTo(above, span.fromNs, ({ fromNs }) => fromNs),
      0,
    );
    for (let index = first; index < above.length; index++) {
      const one = above[index]!;
      if (one.fromNs >= span.toNs) break;
      const fromNs = Math.max(one.fromNs, atNs);
      const toNs = Math.min(one.toNs, span.toNs);
      if (toNs <= fromNs) continue;
      if (fromNs > atNs) parts.push({ ...span, fromNs: atNs, toNs: fromNs });
      parts.push({ ...one, fromNs, toNs });
      atNs = toNs;
    }
    if (atNs < span.toNs) parts.push({ ...span, fromNs: atNs });
    return parts;
  });
}

/** Returns spans in order; the time of a nested one belongs to the outer one. */
export function withoutNested<S extends Span>(spans: readonly S[]): S[] {
  let endNs = Number.NEGATIVE_INFINITY;
  return spans
    .toSorted((one, other) => one.fromNs - other.fromNs)
    .flatMap((span) => {
      const fromNs = Math.max(span.fromNs, endNs);
      if (span.toNs <= fromNs) return [];
      endNs = span.toNs;
      return [{ ...span, fromNs }];
    });
}
