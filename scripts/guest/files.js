// The files that a guest sees: 9p shares by their names, and how it is to lay them over each other.
import { join, relative } from 'node:path';
import { ROOT } from '../build/files.js';
import { ARCHITECTURES } from './architectures.js';
import { findCommand } from './commands.js';
import { prepareAddon, prepareBundler } from './native-parts.js';
import { prepareTree } from './tree.js';

/**
 * `shares` are read-only, and `host` among them is the guest's root; `busybox` runs on its
 * processor. `project` is the folder with the same path in both, if the guest does not have the
 * whole host, and `layers` names the shares that cover it.
 */
export async function prepareFiles({ arch, log }) {
  const { release, compiler } = ARCHITECTURES[arch];
  if (!compiler) {
    return { shares: { host: '/' }, busybox: findCommand('busybox'), project: '', layers: '' };
  }
  const tree = await prepareTree({ arch, release, log });
  const layers = {
    addon: await prepareAddon({ arch, tree, log }),
    bundler: await prepareBundler({ arch, log }),
  };
  return {
    shares: { host: tree, project: ROOT, ...layers },
    busybox: join(tree, 'usr/bin/busybox'),
    project: ROOT,
    layers: Object.keys(layers).join(' '),
  };
}

/** @throws where the guest would not find the folder */
export function checkFolder(arch, folder) {
  if (!ARCHITECTURES[arch].compiler || !relative(ROOT, folder).startsWith('..')) return;
  throw new Error(`${folder}: the ${arch} guest has only the files of ${ROOT}`);
}
