import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';
import { beforeAll, expect, it } from 'vitest';
import { scratchDirectory } from '../cli/program.js';

const SOURCE = fileURLToPath(new URL('loop-allocation.ts', import.meta.url));
/** Prevents a collection between the two heap readings. */
const FLAGS = ['--expose-gc', '--min-semi-space-size=256', '--max-semi-space-size=256'];
/** A few boxed numbers of 16 bytes each, such as the time; no object, closure or view. */
const MAX_BYTES = 96;

const scratch = scratchDirectory();

beforeAll(async () => {
  await build({
    input: SOURCE,
    platform: 'node',
    output: { file: scratch('loop-allocation.mjs'), format: 'esm', codeSplitting: false },
  });
});

it.each(['play', 'play-sine', 'record'])('a cycle of %s allocates no object', (kind) => {
  const words = [...FLAGS, scratch('loop-allocation.mjs'), kind];
  const stdout = execFileSync(process.execPath, words, { encoding: 'utf8' });
  const { bytes, frames } = JSON.parse(stdout) as { bytes: number; frames: number };
  expect(frames).toBeGreaterThanOrEqual(100_000 * 1024);
  expect(bytes).toBeLessThan(MAX_BYTES);
});
