import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { newestMs, ROOT } from '../project.js';

/** Each becomes one file of the same name in dist/: the program, and the threads. */
const ENTRIES = ['cli/main', 'stream/worker', 'measure/worker', 'sim/dma-worker'];
/** Entry points of the library: the subpaths of the package's `exports`. */
const LIBRARY = ['index', 'direct', 'wav', 'sim', 'midi'];
/** Modules of the library that only the benchmarks and tests of this repository import. */
const INTERNAL = ['device/device-memory'];
/** Modules with a large package that few commands need: one file each, loaded on demand. */
const ON_DEMAND = [
  'cli/help',
  'cli/options/foreign',
  'cli/syncptr/text',
  'cli/bench/report',
  'report/render-html',
];
/** The programs of examples/, and the threads that they start. */
const EXAMPLES = ['synth', 'synth/thread'];

/**
 * Bundles src/ into dist/. Every file that a program reads at its start costs it most of a
 * millisecond, so each entry is one file and shares none with the others; they run in threads or
 * processes of their own anyway. The entry points of the library share their modules, as a program
 * may import several: an error must be an instance of the one `AlsaMmapError`.
 */
export async function buildBundles() {
  const dist = join(ROOT, 'dist');
  const sources = newestMs(
    join(ROOT, 'src'),
    join(ROOT, 'scripts/build'),
    join(ROOT, 'package.json'),
  );
  if (sources < newestMs(join(dist, 'cli'))) return;
  for (const entry of [...ENTRIES, ...ON_DEMAND]) {
    await bundle('src', [entry], dist, {
      // As modules in src/cli/ import them.
      external: ON_DEMAND.map((part) => `../${part}.js`.replace('../cli/', './')),
      makeAbsoluteExternalsRelative: false,
    });
  }
  rmSync(join(dist, 'library'), { recursive: true, force: true });
  await bundle('src', [...LIBRARY, ...INTERNAL], dist, {}, { codeSplitting: true });
}

/** Bundles the programs of examples/, which use the library as any other program does. */
export async function buildExamples() {
  const dist = join(ROOT, 'dist/examples');
  const sources = newestMs(join(ROOT, 'examples'), join(ROOT, 'scripts/build'));
  if (sources < newestMs(dist)) return;
  for (const entry of EXAMPLES)
    await bundle('examples', [entry], dist, { external: [/^alsa-mmap/] });
}

/**
 * @param {string} room
 * @param {readonly string[]} entries
 * @param {string} dir
 * @param {import('rolldown').InputOptions} more
 * @param {import('rolldown').OutputOptions} [moreOutput]
 */
async function bundle(room, entries, dir, more, moreOutput) {
  const { build } = await import('rolldown');
  await build({
    cwd: ROOT,
    input: Object.fromEntries(entries.map((entry) => [entry, join(room, `${entry}.ts`)])),
    platform: 'node',
    ...more,
    output: {
      dir,
      format: 'esm',
      entryFileNames: '[name].js',
      chunkFileNames: 'library/[name].js',
      codeSplitting: false,
      // Names stay as they are: traces and profiles are read by people.
      minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
      ...moreOutput,
    },
  });
}
