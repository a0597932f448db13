import { expect, it } from 'vitest';
import type { Piece } from '../../../src/why/account/account.js';
import { causeSentence } from '../../../src/why/account/describe-cause.js';
import { mainCause, sumParts } from '../../../src/why/account/sum-parts.js';

/** Pieces of which each thread held CPU 0, in turn, for a number of ns. */
function heldBy(...threads: (readonly [command: string, pid: number, ns: number])[]): Piece[] {
  let fromNs = 0;
  return threads.map(([command, pid, ns]) => {
    const culprit = { command, pid, priority: 120 };
    const piece = { kind: 'not-run', cpu: 0, culprit, fromNs, toNs: fromNs + ns } as const;
    fromNs += ns;
    return piece;
  });
}

it('threads of one name that held the CPU in turn are one part, of the longest one', () => {
  const pieces = heldBy(['cc1', 11, 40], ['make', 9, 60], ['cc1', 12, 50], ['cc1', 11, 30]);
  const [first, second] = sumParts(pieces, 180);
  expect(first).toMatchObject({ ns: 120, share: 120 / 180, threads: 2, culprit: { pid: 11 } });
  expect(second).toMatchObject({ ns: 60, culprit: { pid: 9 } });
  expect(second).not.toHaveProperty('threads');
});

it('many threads of one name are the cause, although another one held the CPU longer', () => {
  const hogs = Array.from({ length: 13 }, (_, pid) => ['hog', pid + 100, 6] as const);
  const parts = sumParts(heldBy(['node', 7, 11], ...hogs), 89);
  const cause = mainCause(parts);
  expect(cause).toMatchObject({ kind: 'not-run', threads: 13, culprit: { command: 'hog' } });
  expect(causeSentence(cause)).toBe(
    'the owner was ready to run on CPU 0, which ran 13 threads named hog',
  );
});

it('threads of one name with different priorities are different parts', () => {
  const [one, other] = heldBy(['irq', 1, 10], ['irq', 2, 20]);
  const realTime = { ...one!, culprit: { ...one!.culprit!, priority: 49 } };
  expect(sumParts([realTime, other!], 30).map(({ ns }) => ns)).toEqual([20, 10]);
});

it('locks of different threads of one name are different parts', () => {
  const lock = { kind: 'blocked', call: 'futex()' } as const;
  const pieces = heldBy(['ui', 1, 10], ['ui', 2, 20]).map((piece) => ({ ...piece, ...lock }));
  expect(sumParts(pieces, 30).map(({ culprit }) => culprit?.pid)).toEqual([2, 1]);
});
