// The files of a guest of another architecture: Debian packages, unpacked into one tree. None of
// their programs or maintainer scripts is run.

import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { downloadAll, releaseApt } from './apt.js';
import { buildDirectory, cacheDirectory } from './cache.js';
import { run } from './commands.js';
import { unpackNpmPackage } from './npm-package.js';

/** Minimal system for Node, the addon, and the programs that the tests use as judges. */
const PACKAGES = [
  ...['base-files', 'base-passwd', 'bash', 'bsdutils', 'busybox-static', 'coreutils', 'dash'],
  ...['kmod', 'mount', 'alsa-utils', 'libasound2-dev', 'libasound2t64', 'libstdc++6'],
  ...['libpython3-stdlib', 'procps', 'python3-minimal', 'sox', 'strace'],
];

/**
 * Returns the folder of the tree; if the cache has none, it is built first (80 MB to download).
 * @param {{ arch: string, release: string, log: (line: string) => void }} options
 */
export async function prepareTree({ arch, release, log }) {
  const parent = join(cacheDirectory(), `tree-${release}-${arch}`);
  // Debian's own Node starts without a snapshot, which takes an emulated processor 6 s.
  const node = `node-linux-${arch}@${process.versions.node.split('.')[0]}`;
  const recipe = [...PACKAGES, node].join();
  const name = createHash('sha256').update(recipe).digest('hex').slice(0, 16);
  const path = join(parent, name);
  if (existsSync(path)) return path;
  return buildDirectory(parent, async (directory) => {
    const lists = join(directory, 'apt');
    mkdirSync(lists);
    const apt = await releaseApt({ release, arch, directory: lists, log });
    log(`downloading and unpacking a tree of Debian ${release} for ${arch} (once)`);
    for (const file of await downloadAll(apt, PACKAGES)) await run('dpkg', ['-x', file, directory]);
    rmSync(lists, { recursive: true });
    // Does the work of a package's script.
    for (const table of ['passwd', 'group']) {
      const master = join(directory, 'usr/share/base-passwd', `${table}.master`);
      copyFileSync(master, join(directory, 'etc', table));
    }
    const unpacked = join(directory, 'node');
    await unpackNpmPackage(node, unpacked);
    renameSync(join(unpacked, 'bin/node'), join(directory, 'usr/bin/node'));
    rmSync(unpacked, { recursive: true });
    return name;
  });
}
