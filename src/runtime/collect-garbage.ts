import { getHeapSpaceStatistics } from 'node:v8';

/** The second collection moves to the old generation what survived the first. */
const COLLECTIONS = 2;
const GARBAGE_ELEMENTS = 1000;
/** 80 MB, more than two of the largest young generations that V8 uses by default. */
const MAX_GARBAGE = 10_000;

/**
 * Empties this thread's young generation: fills it with garbage until V8 has collected it twice.
 * Otherwise it is collected soon after the start of a stream, with all that its set-up left there,
 * which takes ten times as long as a collection of what a running stream leaves. Needs no flag of
 * V8: one set in a running process makes Node compile its own modules again in each new thread.
 */
export function collectGarbage(): void {
  let usedBytes = youngBytes();
  for (let garbage = 0, collections = 0; collections < COLLECTIONS; garbage++) {
    if (garbage === MAX_GARBAGE) return;
    new Array(GARBAGE_ELEMENTS).fill(0);
    const bytes = youngBytes();
    if (bytes < usedBytes) collections++;
    usedBytes = bytes;
  }
}

function youngBytes(): number {
  const space = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space');
  return space?.space_used_size ?? 0;
}
