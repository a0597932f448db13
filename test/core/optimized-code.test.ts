/** Bytes and loops of the code that V8's compilers make of the core, in child processes. */

import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { HANG_MS } from '../limits.js';

/** A young generation that needs no collection while the bytes of the calls are counted. */
const HEAP = ['--expose-gc', '--min-semi-space-size=64', '--max-semi-space-size=64'];

function lastLine(flags: readonly string[], script: string, ...words: string[]): string {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const args = ['--allow-natives-syntax', ...flags, path, ...words];
  const stdout = execFileSync(process.execPath, args, { encoding: 'utf8', timeout: HANG_MS });
  // V8 reports on stdout that it has no Maglev.
  return stdout.trim().split('\n').at(-1)!;
}

it.each(['interpreted', 'maglev', 'turbofan'])(
  'calls allocate nothing, with %s callers',
  (tier) => {
    const bytes: unknown = JSON.parse(lastLine(HEAP, 'bytes-per-call.js', tier));
    const none = { hwPtr: 0, applPtr: 0, avail: 0, state: 0, snapshot: 0, commit: 0 };
    expect(bytes).toMatchObject(tier === 'interpreted' ? { ...none, peekHwPtr: 16 } : none);
  },
);

it('an empty loop that waits for a value to change ends', () => {
  expect(lastLine([], 'waiting-loops.js')).toBe('done');
});

it('a snapshot is not torn while another thread moves hw_ptr', () => {
  const { torn, moved } = JSON.parse(lastLine([], 'moving-pointer.js'));
  expect(torn).toBe(0);
  expect(moved).toBeGreaterThan(1000);
});
