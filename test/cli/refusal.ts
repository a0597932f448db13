import { expect } from 'vitest';
import { type Ended, run } from './program.js';

/** Runs words that the program has to refuse, and holds the refusal to the contract. */
export async function refusal(
  words: readonly string[],
  exit: number,
  environment: Record<string, string> = {},
): Promise<string> {
  const ended = await run(words, environment);
  expectRefusal(ended, exit);
  return ended.stderr;
}

/** Expects the exit code, one line on stderr with the program's name, and an empty stdout. */
export function expectRefusal({ code, stdout, stderr }: Ended, exit: number): void {
  expect({ code, stdout, lines: stderr.trimEnd().split('\n').length, stderr }).toEqual({
    code: exit,
    stdout: '',
    lines: 1,
    stderr: expect.stringMatching(/^alsa-mmap: [^\x00-\x1f\x7f-\x9f]{10,}\n$/),
  });
  expect(stderr).not.toMatch(/\bat .*:\d+:\d+|internal error/);
}
