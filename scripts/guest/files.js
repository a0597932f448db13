// Files of a guest: 9p shares by name, and the order in which it layers them.
import { join, relative } from 'node:path';
import { crossCompileAddon } from '../build/cross-addon.js';
import { gccToolchain } from '../build/toolchains.js';
import { ROOT } from '../project.js';
import { ARCHITECTURES } from './architectures.js';
import { prepareBundler } from './bundler.js';
import { findCommand } from './commands.js';
import { prepareTree } from './tree.js';

/**
 * Files of a guest.
 * @typedef {object} GuestFiles
 * @property {Readonly<Record<string, string>>} shares read-only folders; `host` is the guest's root
 * @property {string} busybox path of the one for the guest's processor
 * @property {string} project the folder with the same path in both, or '' if `host` contains it
 * @property {string} layers names of the shares laid over the project
 */

/**
 * Prepares the files of a guest.
 * @param {{ arch: string, log: (line: string) => void }} options
 * @returns {Promise<GuestFiles>}
 */
export async function prepareFiles({ arch, log }) {
  const { release, compiler } = ARCHITECTURES[arch];
  if (!compiler || !release) {
    const busybox = findCommand('busybox') ?? 'busybox';
    return { shares: { host: '/' }, busybox, project: '', layers: '' };
  }
  const tree = await prepareTree({ arch, release, log });
  const layers = {
    addon: await crossCompileAddon(gccToolchain(arch, compiler, tree), log),
    bundler: await prepareBundler({ arch, log }),
  };
  return {
    shares: { host: tree, project: ROOT, ...layers },
    busybox: join(tree, 'usr/bin/busybox'),
    project: ROOT,
    layers: Object.keys(layers).join(' '),
  };
}

/**
 * @param {string} arch
 * @param {string} folder
 * @throws if the guest does not have the folder
 */
export function checkFolder(arch, folder) {
  if (!ARCHITECTURES[arch].compiler || !relative(ROOT, folder).startsWith('..')) return;
  throw new Error(`${folder}: the ${arch} guest has only the files of ${ROOT}`);
}
