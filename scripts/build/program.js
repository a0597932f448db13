import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { ROOT } from '../project.js';

/**
 * Files of the frequent, short commands, which must start quickly, with the modules that each is
 * for. A module that several of them load is in the first.
 */
const FILES = { program: ['cli/program', 'cli/list'], status: ['cli/status'], sim: ['sim/card'] };

/**
 * Bundles the program into dist/cli/. Reading a file costs a fraction of a millisecond, compiling
 * its code the rest: so frequent commands read few files, with little that they do not need. Each
 * further command has a file of its own.
 * @param {string} dir
 * @returns the paths of the bundled modules
 */
export async function bundleProgram(dir) {
  const groups = await Promise.all(
    Object.entries(FILES).map(async ([name, entries]) => {
      const modules = await loadedAtOnce(entries);
      return { name, test: (/** @type {string} */ id) => modules.has(id) };
    }),
  );
  const splitting = { includeDependenciesRecursively: false, groups };
  return [
    ...(await writeBundle('cli/main', { dir, codeSplitting: false })),
    ...(await writeBundle('cli/program', { dir, codeSplitting: splitting })),
  ];
}

/**
 * @param {string} entry
 * @param {import('rolldown').OutputOptions} options
 * @returns the paths of the bundled modules
 */
async function writeBundle(entry, options) {
  const bundle = await rolldown({
    ...INPUT,
    input: { [entry]: `src/${entry}.ts` },
    // Other files may use what an entry imports.
    preserveEntrySignatures: 'allow-extension',
  });
  const { output } = await bundle.write({
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: 'cli/[name].cjs',
    // Functions and classes keep their names: traces and profiles are read by people.
    minify: { compress: true, mangle: { toplevel: true, keepNames: true } },
    ...options,
  });
  return output.flatMap((chunk) => ('moduleIds' in chunk ? chunk.moduleIds : []));
}

/**
 * Identifiers of the modules that these load at once, that is, without `import()`.
 * @param {readonly string[]} entries
 */
async function loadedAtOnce(entries) {
  const bundle = await rolldown({ ...INPUT, input: entries.map((name) => `src/${name}.ts`) });
  const { output } = await bundle.generate({ format: 'esm' });
  const chunks = new Map(
    output.flatMap((chunk) => ('modules' in chunk ? [[chunk.fileName, chunk]] : [])),
  );
  const names = output.flatMap((chunk) =>
    'isEntry' in chunk && chunk.isEntry ? [chunk.fileName] : [],
  );
  const reached = new Set(names);
  for (const name of reached) for (const more of chunks.get(name)?.imports ?? []) reached.add(more);
  return new Set([...reached].flatMap((name) => chunks.get(name)?.moduleIds ?? []));
}

/** @type {import('rolldown').Plugin} */
const CONSTANTS = {
  name: 'constants',
  /** Chalk would load node:tty to detect colours, which src/cli/text/colors.ts decides. */
  resolveId: { filter: { id: /^#supports-color$/ }, handler: () => ({ id: '\0supports-color' }) },
  load: {
    filter: { id: /^\0supports-color$/ },
    handler: () => 'export default { stdout: false, stderr: false };',
  },
  transform: {
    filter: { id: /\/src\/cli\/version\.ts$/ },
    handler: (code) =>
      code
        .replace('manifest.version', JSON.stringify(packageVersion()))
        .replace(/^(import|const manifest) .*$/gm, ''),
  },
};

function packageVersion() {
  return JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version;
}

/**
 * Writes other characters as escapes: V8 keeps the text of a file in two bytes per character if one
 * of them is outside of Latin-1.
 * @type {import('rolldown').Plugin}
 */
const ASCII = {
  name: 'ascii',
  generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle))
      if ('code' in chunk) chunk.code = chunk.code.replace(/[^\0-\x7f]/g, escapeSequence);
  },
};

/** @param {string} character one UTF-16 unit */
function escapeSequence(character) {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** @type {import('rolldown').InputOptions} */
const INPUT = {
  cwd: ROOT,
  platform: 'node',
  plugins: [CONSTANTS, ASCII],
  // The entry without modules of Node: the program uses neither paths nor configuration files.
  resolve: { alias: { 'yargs-parser': 'yargs-parser/browser' } },
};
