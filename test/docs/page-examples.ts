import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { ROOT, scratchDirectory, watch } from '../cli/program.js';
import { HANG_MS } from '../limits.js';

/** The pages written by hand, relative to the project's folder. */
export const PAGES: readonly string[] = [
  ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'examples/README.md'],
  'scripts/guest/README.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
];

export function pageText(page: string): string {
  return readFileSync(join(ROOT, page), 'utf8');
}

const FENCED = /^```[^\n]*\n(.*?)^```$/gms;

export function codeBlocksOf(text: string): string[] {
  return [...text.matchAll(FENCED)].map((match) => match[1]!);
}

export function inlineCodeOf(text: string): string[] {
  return [...text.replaceAll(FENCED, '').matchAll(/`([^`]+)`/g)].map((match) => match[1]!);
}

/** The commands that a page shows after a prompt, and the lines shown below each. */
export function sessionsOf(text: string): { command: string; shown: string[] }[] {
  return codeBlocksOf(text).flatMap((block) =>
    block
      .split(/^\$ /m)
      .slice(1)
      .map((session) => {
        const [command = '', ...shown] = session.trimEnd().split('\n');
        return { command, shown };
      }),
  );
}

/** Code of a page and its line, with the simulated card instead of the reader's. */
export function examplesOf(page: string, language: 'js' | 'ts') {
  const text = pageText(page);
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
    return watch(spawn(process.execPath, [file], { cwd: scratch('.'), timeout: HANG_MS })).ended;
  };
}
