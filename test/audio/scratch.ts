import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** A directory of its own for a test file, gone after it; gives paths in it. */
export function scratchDirectory(): (name: string) => string {
  const directory = mkdtempSync(join(tmpdir(), 'alsa-mmap-audio-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  return (name) => join(directory, name);
}
