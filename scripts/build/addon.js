import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { newestMs, ROOT } from './files.js';

const ADDON = join(ROOT, 'build/Release/alsa_mmap.node');

/** Compiles native/ if it is newer than the addon. */
export function buildAddon() {
  if (newestMs(join(ROOT, 'native'), join(ROOT, 'binding.gyp')) < newestMs(ADDON)) return;
  const gyp = join(ROOT, 'node_modules/node-gyp/bin/node-gyp.js');
  const args = [gyp, 'rebuild', '--silent', ...nodeHeaders()];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (status === 0) return;
  process.stderr.write(`${stdout}${stderr}`);
  throw new Error('the addon does not build: see above; it needs g++, make and libasound2-dev');
}

/** The headers that came with this Node, so that none have to be fetched. */
export function nodeHeaders() {
  const prefix = dirname(dirname(process.execPath));
  return existsSync(join(prefix, 'include/node/node_api.h')) ? [`--nodedir=${prefix}`] : [];
}
