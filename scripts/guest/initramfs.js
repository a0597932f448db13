// The initial RAM disk of the guest: busybox, ./init, and the modules that it loads.
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { buildDirectory, cacheDirectory } from './cache.js';
import { soundModules } from './cards.js';
import { run, runForBytes } from './commands.js';

const INIT = new URL('./init', import.meta.url);
const BASE_MODULES = ['virtio_pci', '9pnet_virtio', '9p', 'overlay'];

/** @typedef {import('./kernel.js').Kernel} Kernel */

/**
 * Returns the path of the cpio archive, built if the cache has none for this kernel and this init.
 * @param {object} options
 * @param {Kernel} options.kernel
 * @param {string} options.arch
 * @param {string} options.busybox path of a static one for the guest's processor
 * @param {(line: string) => void} options.log
 */
export async function prepareInitramfs({ kernel, arch, busybox, log }) {
  const modules = [...BASE_MODULES, ...soundModules(arch)];
  const recipe = [readFileSync(INIT), modules.join(), readFileSync(new URL(import.meta.url))];
  const hash = createHash('sha256').update(recipe.join('\0')).digest('hex').slice(0, 16);
  const parent = join(cacheDirectory(), 'initramfs');
  // The package's version, too: modules of another build may have the same kernel version.
  const name = `${basename(kernel.directory)}-${hash}`;
  const file = join(parent, name, 'initramfs.cpio');
  if (existsSync(file)) return file;
  log('building the initramfs (once)');
  await buildDirectory(parent, async (directory) => {
    const root = join(directory, 'root');
    for (const folder of ['bin', 'proc', 'sys', 'dev', 'out', 'host', 'guest']) {
      mkdirSync(join(root, folder), { recursive: true });
    }
    copyFileSync(busybox, join(root, 'bin/busybox'));
    copyFileSync(INIT, join(root, 'init'));
    chmodSync(join(root, 'init'), 0o755);
    await copyModules(kernel, modules, join(root, 'lib/modules', kernel.version));
    const list = await run('find', ['.'], { cwd: root });
    const format = ['--create', '--format=newc', '--quiet'];
    const archive = await runForBytes('cpio', format, { cwd: root, input: list });
    writeFileSync(join(directory, 'initramfs.cpio'), archive);
    rmSync(root, { recursive: true });
    return name;
  });
  return file;
}

/**
 * Copies the modules and their dependencies into one flat folder with a `modules.dep`.
 * @param {Kernel} kernel
 * @param {readonly string[]} names
 * @param {string} target
 */
async function copyModules(kernel, names, target) {
  const dependencies = readDependencies(kernel);
  const builtin = new Set(
    readFileSync(join(kernel.modules, 'modules.builtin'), 'utf8').split('\n').map(moduleName),
  );
  /** @type {Set<string>} */
  const paths = new Set();
  for (const name of names.map(moduleName)) {
    const files = dependencies.get(name);
    if (files) for (const path of files) paths.add(path);
    else if (!builtin.has(name)) throw new Error(`kernel ${kernel.version} has no module ${name}`);
  }
  mkdirSync(target, { recursive: true });
  const lines = [];
  for (const path of paths) {
    const [, ...needed] = dependencies.get(moduleName(path)) ?? [];
    lines.push(
      `${moduleName(path)}.ko: ${needed.map((need) => `${moduleName(need)}.ko`).join(' ')}`,
    );
    await copyModule(join(kernel.modules, path), join(target, `${moduleName(path)}.ko`));
  }
  writeFileSync(join(target, 'modules.dep'), `${lines.join('\n')}\n`);
}

/**
 * Maps each module's name to its path, followed by the paths of its dependencies.
 * @param {Kernel} kernel
 */
function readDependencies(kernel) {
  const lines = readFileSync(join(kernel.modules, 'modules.dep'), 'utf8').split('\n');
  const entries = lines.filter(Boolean).map((line) => line.split(/:? +|:$/).filter(Boolean));
  return new Map(entries.map((paths) => [moduleName(paths[0]), paths]));
}

/**
 * Name in /proc/modules: `kernel/sound/drivers/snd-dummy.ko.xz` -> `snd_dummy`.
 * @param {string} path
 */
function moduleName(path) {
  const file = path.slice(path.lastIndexOf('/') + 1);
  return file.replace(/\.ko(\.\w+)?$/, '').replaceAll('-', '_');
}

/**
 * @param {string} source
 * @param {string} target
 */
async function copyModule(source, target) {
  if (!source.endsWith('.xz')) return copyFileSync(source, target);
  writeFileSync(target, await runForBytes('xz', ['-dc', source]));
}
