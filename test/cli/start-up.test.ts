import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { run, scratchDirectory } from './program.js';

const scratch = scratchDirectory();

interface Loaded {
  /** Names of the program's own files that a run has loaded, according to V8. */
  readonly files: readonly string[];
  readonly source: string;
  /** Modules of Node that it has loaded. */
  readonly builtins: readonly string[];
}

async function loadedBy(words: readonly string[]): Promise<Loaded> {
  const folder = scratch(`coverage ${words.join(' ')}`);
  const { code } = await run(words, { NODE_V8_COVERAGE: folder });
  expect(code).toBe(0);
  const all = readdirSync(folder).flatMap((file) => {
    const { result } = JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as {
      result: { url: string }[];
    };
    return result.map(({ url }) => url);
  });
  const urls = [...new Set(all)].filter((url) => /^file:.*\/dist\//.test(url));
  return {
    files: urls.map((url) => url.replace(/^.*\/dist\//, '')).sort(),
    source: urls.map((url) => readFileSync(fileURLToPath(url), 'utf8')).join('\n'),
    builtins: all.filter((url) => url.startsWith('node:')).map((url) => url.slice(5)),
  };
}

/** Files that every command loads. */
const COMMON = ['cli/main.cjs', 'cli/program.cjs'];
/** Pattern that occurs only in the code of cli-table3. */
const TABLE = /colWidths|truncate.*rowHeights/s;

it('status loads no table, and neither streams nor threads of Node', async () => {
  const { files, source, builtins } = await loadedBy(['status', 'sim']);
  expect(files).toEqual([...COMMON, 'cli/sim.cjs', 'cli/status.cjs']);
  expect(source).toContain('audio_tstamp');
  expect(source).not.toMatch(TABLE);
  for (const name of ['stream', 'tty', 'net', 'worker_threads', 'child_process', 'v8']) {
    expect(builtins).not.toContain(name);
  }
});

it('list loads neither the core nor the simulated card', async () => {
  expect((await loadedBy(['list'])).files).toEqual(COMMON);
});

it.each(['record', 'play-sine'])(
  'the help of %s loads nothing that runs a stream',
  async (name) => {
    const { files } = await loadedBy([name, '--help']);
    expect(files).toContain(`cli/${name}.cjs`);
    for (const file of ['run-stream', 'sim', 'status'])
      expect(files).not.toContain(`cli/${file}.cjs`);
  },
);

it('the pattern of the test matches the package', async () => {
  expect((await loadedBy(['syncptr', 'sim'])).source).toMatch(TABLE);
});

it('--version loads one file', async () => {
  expect((await loadedBy(['--version'])).files).toEqual(['cli/main.cjs']);
});
