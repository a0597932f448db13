import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const SCRIPT = fileURLToPath(new URL('loop-allocation.js', import.meta.url));
/** So that no collection comes between the two looks at the heap. */
const FLAGS = ['--expose-gc', '--min-semi-space-size=256', '--max-semi-space-size=256'];
/** A clock's reading and a few counts, 16 bytes each, as numbers on the heap: no object, no closure, no view. */
const MOST_BYTES = 96;

it.each(['play', 'play-sine', 'record'])(
  'a turn of %s leaves no object behind',
  (kind) => {
    const stdout = execFileSync(process.execPath, [...FLAGS, SCRIPT, kind], { encoding: 'utf8' });
    const { bytes, frames } = JSON.parse(stdout) as { bytes: number; frames: number };
    expect(frames).toBeGreaterThanOrEqual(100_000 * 1024);
    expect(bytes).toBeLessThan(MOST_BYTES);
  },
  60_000,
);
