import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT, scratchDirectory, watch } from '../cli/program.js';

const scratch = scratchDirectory();

/** Examples of a page with their lines, for the simulated card instead of the reader's. */
function examplesOf(page: string) {
  const text = readFileSync(join(ROOT, page), 'utf8');
  return [...text.matchAll(/^```js\n(.*?)^```$/gms)].map((match) => ({
    where: `${page}:${text.slice(0, match.index).split('\n').length}`,
    code: match[1]!.replaceAll("'hw:1'", "'sim'"),
  }));
}

/** In a process of its own, which has to end by itself, of a program that has the package. */
function run(code: string) {
  mkdirSync(scratch('node_modules'), { recursive: true });
  if (!existsSync(scratch('node_modules/alsa-mmap'))) {
    symlinkSync(ROOT, scratch('node_modules/alsa-mmap'));
  }
  writeFileSync(scratch('example.mjs'), code);
  return watch(spawn(process.execPath, [scratch('example.mjs')], { timeout: 15_000 })).ended;
}

describe('the examples of the documentation', () => {
  const examples = ['docs/library.md', 'README.md'].flatMap(examplesOf);

  it('are there', () => {
    expect(examples.length).toBeGreaterThanOrEqual(7);
  });

  it.each(examples)('$where runs to its end', async ({ code }) => {
    const { code: exit, signal, stderr } = await run(code);
    expect({ exit, signal, stderr }).toEqual({ exit: 0, signal: null, stderr: '' });
  });
});
