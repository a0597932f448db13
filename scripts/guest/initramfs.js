// The initial RAM disk of the guest: busybox, ./init, and the modules which it loads.
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
import { run } from './commands.js';

const INIT = new URL('./init', import.meta.url);
const BASE_MODULES = ['virtio_pci', '9pnet_virtio', '9p', 'overlay'];

/**
 * The path of the cpio archive, built where the cache has none for this kernel and this init.
 * @param busybox the path of one that needs no library, for the guest's processor
 */
export async function prepareInitramfs({ kernel, arch, busybox, log = () => {} }) {
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
    const archive = await run('cpio', format, { cwd: root, input: list, encoding: 'buffer' });
    writeFileSync(join(directory, 'initramfs.cpio'), archive);
    rmSync(root, { recursive: true });
    return name;
  });
  return file;
}

/** Copies the modules and what they depend on into one flat folder with a `modules.dep`. */
async function copyModules(kernel, names, target) {
  const dependencies = readDependencies(kernel);
  const builtin = new Set(
    readFileSync(join(kernel.modules, 'modules.builtin'), 'utf8').split('\n').map(moduleName),
  );
  const paths = new Set();
  for (const name of names.map(moduleName)) {
    const found = dependencies.get(name);
    if (found) for (const path of found) paths.add(path);
    else if (!builtin.has(name)) throw new Error(`kernel ${kernel.version} has no module ${name}`);
  }
  mkdirSync(target, { recursive: true });
  const lines = [];
  for (const path of paths) {
    const [, ...needed] = dependencies.get(moduleName(path));
    lines.push(
      `${moduleName(path)}.ko: ${needed.map((need) => `${moduleName(need)}.ko`).join(' ')}`,
    );
    await copyModule(join(kernel.modules, path), join(target, `${moduleName(path)}.ko`));
  }
  writeFileSync(join(target, 'modules.dep'), `${lines.join('\n')}\n`);
}

/** Module name -> its own path, then the paths of what it depends on. */
function readDependencies(kernel) {
  const lines = readFileSync(join(kernel.modules, 'modules.dep'), 'utf8').split('\n');
  const entries = lines.filter(Boolean).map((line) => line.split(/:? +|:$/).filter(Boolean));
  return new Map(entries.map((paths) => [moduleName(paths[0]), paths]));
}

/** `kernel/sound/drivers/snd-dummy.ko.xz` -> `snd_dummy`: the name in /proc/modules. */
function moduleName(path) {
  const file = path.slice(path.lastIndexOf('/') + 1);
  return file.replace(/\.ko(\.\w+)?$/, '').replaceAll('-', '_');
}

async function copyModule(source, target) {
  if (!source.endsWith('.xz')) return copyFileSync(source, target);
  writeFileSync(target, await run('xz', ['-dc', source], { encoding: 'buffer' }));
}
