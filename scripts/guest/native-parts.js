// Machine code of the project for a guest of another architecture: the addon, and a part of the
// test tools. Each is a layer over the project's folder.
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { nodeHeaders } from '../build/addon.js';
import { ROOT } from '../build/files.js';
import { ARCHITECTURES } from './architectures.js';
import { buildDirectory, cacheDirectory } from './cache.js';
import { run } from './commands.js';
import { unpackNpmPackage } from './npm-package.js';

const ADDON = 'build/Release/alsa_mmap.node';
/** Bundler of the tests; its native part is a package of its own. */
const BUNDLER = 'rolldown';

/** The folder with the addon, compiled where the cache has none of these sources. */
export async function prepareAddon({ arch, tree, log = () => {} }) {
  const { prefix, libraries } = ARCHITECTURES[arch].compiler;
  const sources = [
    'binding.gyp',
    ...readdirSync(join(ROOT, 'native')).map((name) => `native/${name}`),
  ];
  const hash = createHash('sha256');
  for (const path of sources.sort()) hash.update(path).update(readFileSync(join(ROOT, path)));
  const parent = join(cacheDirectory(), `addon-${arch}`);
  const name = hash.digest('hex').slice(0, 16);
  if (existsSync(join(parent, name))) return join(parent, name);
  log(`compiling the addon for ${arch} (once for these sources)`);
  return buildDirectory(parent, async (directory) => {
    const work = join(directory, 'work');
    for (const part of ['binding.gyp', 'native']) {
      cpSync(join(ROOT, part), join(work, part), { recursive: true });
    }
    symlinkSync(join(ROOT, 'node_modules'), join(work, 'node_modules'));
    const gyp = join(ROOT, 'node_modules/node-gyp/bin/node-gyp.js');
    const args = [gyp, 'rebuild', '--silent', '--jobs=max', `--arch=${arch}`, ...nodeHeaders()];
    const env = { CC: `${prefix}gcc`, CXX: `${prefix}g++`, LDFLAGS: `-L${join(tree, libraries)}` };
    await run(process.execPath, args, { cwd: work, env });
    mkdirSync(join(directory, dirname(ADDON)), { recursive: true });
    renameSync(join(work, ADDON), join(directory, ADDON));
    rmSync(work, { recursive: true });
    return name;
  });
}

/** The folder with the bundler's machine code, of the version that is installed here. */
export async function prepareBundler({ arch, log = () => {} }) {
  const manifest = join(ROOT, 'node_modules', BUNDLER, 'package.json');
  const { optionalDependencies } = JSON.parse(readFileSync(manifest, 'utf8'));
  const part = Object.keys(optionalDependencies).find((name) => name.endsWith(`linux-${arch}-gnu`));
  const version = optionalDependencies[part];
  const parent = join(cacheDirectory(), `bundler-${arch}`);
  if (existsSync(join(parent, version))) return join(parent, version);
  log(`downloading ${part} ${version} (once)`);
  return buildDirectory(parent, async (directory) => {
    await unpackNpmPackage(`${part}@${version}`, join(directory, 'node_modules', part));
    return version;
  });
}
