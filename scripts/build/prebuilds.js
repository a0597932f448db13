import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ARCHITECTURES } from '../guest/architectures.js';
import { run } from '../guest/commands.js';
import { prepareAddon } from '../guest/native-parts.js';
import { prepareTree } from '../guest/tree.js';
import { ROOT } from '../project.js';
import { ADDON } from './addon.js';

/** @param {string} line */
const log = (line) => console.error(`prebuilds: ${line}`);

/**
 * Writes the addons of the package to prebuilds/linux-ARCH-glibc/: this machine's, and the one of
 * the arm64 guest, which is cross-compiled. Debian has no C++ compiler for musl.
 */
export async function buildPrebuilds() {
  if (process.arch !== 'x64') throw new Error('the addons of the package are built on x64');
  rmSync(join(ROOT, 'prebuilds'), { recursive: true, force: true });
  await store('x64', join(ROOT, ADDON), 'strip');
  const { compiler, release = '' } = ARCHITECTURES['arm64'];
  if (compiler === undefined) throw new Error('arm64 has no cross compiler');
  const tree = await prepareTree({ arch: 'arm64', release, log });
  const folder = await prepareAddon({ arch: 'arm64', compiler, tree, log });
  await store('arm64', join(folder, ADDON), `${compiler.prefix}strip`);
}

/**
 * @param {string} arch
 * @param {string} addon
 * @param {string} strip
 */
async function store(arch, addon, strip) {
  const folder = join(ROOT, `prebuilds/linux-${arch}-glibc`);
  const target = join(folder, basename(addon));
  mkdirSync(folder, { recursive: true });
  copyFileSync(addon, target);
  await run(strip, ['--strip-unneeded', target], { cwd: folder });
}
