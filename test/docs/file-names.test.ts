/** Files and folders that the pages name. */

import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../cli/program.js';
import { codeBlocksOf, inlineCodeOf, PAGES, pageText } from './page-examples.js';

const FOLDERS = ['bench', 'bin', 'docs', 'examples', 'man', 'native', 'scripts', 'src', 'test'];
const listed = (folder: string) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' });
/** Files and folders of the project, each after a slash. */
const PATHS = [
  ...readdirSync(ROOT).map((name) => `/${name}`),
  ...FOLDERS.flatMap((folder) => listed(folder).map((path) => `/${folder}/${path}`)),
];

/** A name of a source file, a page or a folder; what the build writes is left out. */
const NAME = /^(?!dist\/|build\/)[\w./-]+(\.(ts|js|cc|h|md)|\/)$/;
const ARCHITECTURE = pageText('docs/architecture.md');

describe.each(PAGES.map((page) => ({ page, text: pageText(page) })))('$page', ({ page, text }) => {
  it('names files that exist', () => {
    const names = inlineCodeOf(text).filter((code) => NAME.test(code));
    const missing = names.filter((name) => {
      const end = `/${name.replace(/\/$/, '')}`;
      return !PATHS.some((path) => path.endsWith(end));
    });
    expect(missing).toEqual([]);
  });

  it('links to files that exist', () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map((match) => match[1]!);
    expect(links.filter((link) => !existsSync(join(ROOT, dirname(page), link)))).toEqual([]);
  });
});

describe('docs/architecture.md', () => {
  it('lists the folders and entry points of src', () => {
    const lines = codeBlocksOf(ARCHITECTURE).flatMap((block) => block.split('\n'));
    const names = lines
      .filter((line) => line.startsWith('  '))
      .flatMap((line) => line.trim().split(/ {2,}/)[0]!.split(', '));
    const found = readdirSync(join(ROOT, 'src'), { withFileTypes: true });
    const expected = found.map((entry) => `${entry.name}${entry.isDirectory() ? '/' : ''}`);
    expect(names.toSorted()).toEqual(expected.toSorted());
  });

  it('names every file of src/core', () => {
    const named = new Set(inlineCodeOf(ARCHITECTURE));
    expect(listed('src/core').filter((file) => !named.has(file))).toEqual([]);
  });
});
