import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

/** Files of a /proc by path, such as `asound/cards`. */
export type ProcTree = Readonly<Record<string, string>>;

/**
 * Reads a tree of test/corpus/proc. `print-code` is written after the code that prints these files
 * (sound/core/pcm.c, sound/core/init.c, sound/usb/proc.c of Linux 6.12); `guest` was recorded on
 * Linux 6.1 in the guest, by record-proc-tree.js.
 */
export function procTree(name: string): ProcTree {
  const url = new URL(`../corpus/proc/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(fileURLToPath(url), 'utf8')) as ProcTree;
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** Writes a tree to disk, until the end of the tests; returns its root. */
export function writeProcTree(tree: ProcTree): string {
  const root = mkdtempSync(join(tmpdir(), 'alsa-mmap-proc-'));
  folders.push(root);
  for (const [path, text] of Object.entries(tree)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}
