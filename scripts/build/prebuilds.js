import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ARCHITECTURES } from '../guest/architectures.js';
import { run } from '../guest/commands.js';
import { prepareTree } from '../guest/tree.js';
import { ROOT } from '../project.js';
import { ADDON } from './addon.js';
import { crossCompileAddon } from './cross-addon.js';
import { gccToolchain, muslToolchain } from './toolchains.js';

/** @param {string} line */
const log = (line) => console.error(`prebuilds: ${line}`);

/**
 * Writes the addons of the package to linux-ARCH-LIBC/ in a folder: this machine's, and those that
 * are cross-compiled for arm64 and for musl.
 * @param {string} folder
 */
export async function buildPrebuilds(folder) {
  if (process.arch !== 'x64') throw new Error('the addons of the package are built on x64');
  const { compiler, release = '' } = ARCHITECTURES['arm64'];
  if (compiler === undefined) throw new Error('arm64 has no cross compiler');
  const tree = await prepareTree({ arch: 'arm64', release, log });
  /** @type {Readonly<Record<string, string>>} */
  const strip = { x64: 'strip', arm64: `${compiler.prefix}strip` };
  rmSync(folder, { recursive: true, force: true });
  await store(join(folder, 'linux-x64-glibc'), join(ROOT, ADDON), strip['x64']);
  for (const toolchain of [
    gccToolchain('arm64', compiler, tree),
    await muslToolchain('x64', '/', log),
    await muslToolchain('arm64', tree, log),
  ]) {
    const { arch, libc } = toolchain;
    const addon = join(await crossCompileAddon(toolchain, log), ADDON);
    await store(join(folder, `linux-${arch}-${libc}`), addon, strip[arch]);
  }
}

/**
 * @param {string} folder
 * @param {string} addon
 * @param {string} strip
 */
async function store(folder, addon, strip) {
  const target = join(folder, basename(addon));
  mkdirSync(folder, { recursive: true });
  copyFileSync(addon, target);
  await run(strip, ['--strip-unneeded', target], { cwd: folder });
}
