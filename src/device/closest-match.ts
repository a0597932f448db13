const MAX_EDITS = 2;

/** Suggestion for an error message, such as ` (did you mean --rate?)`; empty without a match. */
export function didYouMean(word: string, known: readonly string[], prefix = ''): string {
  const match = closestMatch(word, known);
  return match === undefined ? '' : ` (did you mean ${prefix}${match}?)`;
}

/** Known word within two edits of `word`, in any case; undefined without one. */
function closestMatch(word: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((candidate) => ({
      candidate,
      edits: editDistance(word.toLowerCase(), candidate.toLowerCase()),
    }))
    .filter(({ candidate, edits }) => edits <= Math.min(MAX_EDITS, candidate.length - 2))
    .sort((a, b) => a.edits - b.edits);
  return ranked[0]?.candidate;
}

/** Letters to insert, delete or replace to make one word of the other (Levenshtein). */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let line = 1; line <= from.length; line++) {
    const next = [line];
    for (let column = 1; column <= to.length; column++) {
      const replaced = row[column - 1]! + (from[line - 1] === to[column - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[column]! + 1, next[column - 1]! + 1));
    }
    row = next;
  }
  return row[to.length]!;
}
