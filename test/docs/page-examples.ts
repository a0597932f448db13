import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, scratchDirectory, watch } from '../cli/program.js';

/** Code of a page and its line, with the simulated card instead of the reader's. */
export function examplesOf(page: string, language: 'js' | 'ts') {
  const text = readFileSync(join(ROOT, page), 'utf8');
  const blocks = text.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'gms'));
  return [...blocks].map((match) => ({
    where: `${page}:${text.slice(0, match.index).split('\n').length}`,
    code: match[1]!.replaceAll("'hw:1'", "'sim'"),
  }));
}

/**
 * Returns a function that runs JavaScript in a process of its own, as a program that depends on the
 * package. The process has to end by itself.
 */
export function exampleRunner() {
  const scratch = scratchDirectory();
  let count = 0;
  return (code: string) => {
    mkdirSync(scratch('node_modules'), { recursive: true });
    if (!existsSync(scratch('node_modules/alsa-mmap'))) {
      symlinkSync(ROOT, scratch('node_modules/alsa-mmap'));
    }
    const file = scratch(`example-${count++}.mjs`);
    writeFileSync(file, code);
    return watch(spawn(process.execPath, [file], { cwd: scratch('.'), timeout: 15_000 })).ended;
  };
}
