import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { nodeHeaders } from '../build/addon.js';
import { newestMs, ROOT } from '../build/files.js';

/** Beside build/, which node-gyp empties. */
const FOLDER = join(ROOT, 'build-sanitize');
const CHECKS = '-fsanitize=address,undefined';
const FLAGS =
  `${CHECKS} -fno-sanitize-recover=undefined -fno-omit-frame-pointer -D_GLIBCXX_ASSERTIONS ` +
  '-g -O1';

export const SANITIZED_ADDON = join(FOLDER, 'build/Release/alsa_mmap.node');

/**
 * Compiles native/ with AddressSanitizer and UBSan if it is newer than that addon.
 * @throws {Error} if the build fails
 */
export function buildSanitizedAddon() {
  if (newestMs(join(ROOT, 'native'), join(ROOT, 'binding.gyp')) < newestMs(SANITIZED_ADDON)) return;
  mkdirSync(FOLDER, { recursive: true });
  for (const source of ['binding.gyp', 'native']) {
    if (!existsSync(join(FOLDER, source))) symlinkSync(join('..', source), join(FOLDER, source));
  }
  const gyp = join(ROOT, 'node_modules/node-gyp/bin/node-gyp.js');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [gyp, 'rebuild', '--silent', ...nodeHeaders()],
    { cwd: FOLDER, encoding: 'utf8', env: { ...process.env, CXXFLAGS: FLAGS, LDFLAGS: CHECKS } },
  );
  if (status === 0) return;
  throw new Error(`the addon does not build with ${CHECKS}:\n${stdout}${stderr}`);
}

/** The environment in which Node, which is not compiled so itself, runs with that addon. */
export function sanitizedEnvironment() {
  return {
    ALSA_MMAP_BINDING: SANITIZED_ADDON,
    LD_PRELOAD: runtimeLibrary(),
    // Node's own leaks at exit are not reported; the tests count the resources of the addon.
    ASAN_OPTIONS: 'detect_leaks=0:strict_string_checks=1:quarantine_size_mb=16',
    UBSAN_OPTIONS: 'print_stacktrace=1',
  };
}

/** libasan, which has to be the first library of the process. */
function runtimeLibrary() {
  const { stdout } = spawnSync('g++', ['-print-file-name=libasan.so'], { encoding: 'utf8' });
  const path = stdout?.trim() ?? '';
  if (!path.startsWith('/'))
    throw new Error('g++ has no libasan.so here: it comes with the compiler');
  return path;
}
