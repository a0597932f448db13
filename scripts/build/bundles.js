import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { newestMs, ROOT } from '../project.js';
import { writeLicenses } from './licenses.js';

/** Threads. Each becomes one file of the same name in dist/. */
const THREADS = [
  ...['stream/worker', 'measure/worker', 'sim/dma-worker', 'why/recording/worker'],
  'observe/sampler',
];
/** Entry points of the library: the subpaths of the package's `exports`. */
const LIBRARY = ['index', 'direct', 'wav', 'sim', 'midi'];
/** Modules of the library that only the benchmarks and tests of this repository import. */
const INTERNAL = ['device/device-memory'];
/** Functions and classes keep their names: traces and profiles are read by people. */
const MINIFY = { compress: true, mangle: { toplevel: true, keepNames: true } };
/** The programs of examples/, and the threads that they start. */
const EXAMPLES = ['synth', 'synth/thread'];

/**
 * Bundles src/ into dist/. The threads are one file each, which starts quickest. The entry points
 * of the library share their modules, as a program may import several: an error must be an instance
 * of the one `AlsaMmapError`.
 */
export async function buildBundles() {
  const dist = join(ROOT, 'dist');
  const sources = newestMs(
    join(ROOT, 'src'),
    join(ROOT, 'scripts/build'),
    join(ROOT, 'package.json'),
  );
  if (sources < newestMs(join(dist, 'cli'))) return;
  const modules = [];
  for (const thread of THREADS) modules.push(...(await bundle('src', [thread], dist)));
  rmSync(join(dist, 'library'), { recursive: true, force: true });
  const library = [...LIBRARY, ...INTERNAL];
  modules.push(...(await bundle('src', library, dist, {}, { codeSplitting: true })));
  rmSync(join(dist, 'cli'), { recursive: true, force: true });
  const { bundleProgram } = await import('./program.js');
  modules.push(...(await bundleProgram(dist)));
  writeLicenses(modules);
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
 * @param {import('rolldown').InputOptions} [more]
 * @param {import('rolldown').OutputOptions} [moreOutput]
 */
async function bundle(room, entries, dir, more, moreOutput) {
  const { build } = await import('rolldown');
  const { output } = await build({
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
      minify: MINIFY,
      ...moreOutput,
    },
  });
  return output.flatMap((chunk) => ('moduleIds' in chunk ? chunk.moduleIds : []));
}
