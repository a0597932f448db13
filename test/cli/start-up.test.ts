import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { run, scratchDirectory } from './program.js';

const scratch = scratchDirectory();

/** The sources of the program's own files that a run of it has loaded, according to V8. */
async function loadedBy(words: readonly string[]): Promise<string> {
  const folder = scratch(`coverage ${words[0]}`);
  const { code } = await run(words, { NODE_V8_COVERAGE: folder });
  expect(code).toBe(0);
  const urls = readdirSync(folder).flatMap((file) => {
    const { result } = JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as {
      result: { url: string }[];
    };
    return result.map(({ url }) => url).filter((url) => /^file:.*\/dist\//.test(url));
  });
  return [...new Set(urls)].map((url) => readFileSync(fileURLToPath(url), 'utf8')).join('\n');
}

/** Patterns that occur only in the code of each package. */
const YARGS = /demandCommand|showHelpOnFail/;
const TABLE = /colWidths|truncate.*rowHeights/s;

it('status loads neither the table nor the help: it must start quickly', async () => {
  const status = await loadedBy(['status', 'sim', '--start']);
  expect(status).toContain('audio_tstamp');
  expect(status).not.toMatch(YARGS);
  expect(status).not.toMatch(TABLE);
});

it('the patterns of the test match the packages', async () => {
  expect(await loadedBy(['help'])).toMatch(YARGS);
  expect(await loadedBy(['syncptr', 'sim'])).toMatch(TABLE);
});
