import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { ADDON, ADDON_SOURCES, compileAddon, isAddonCurrent } from '../build/addon.js';
import { ROOT } from '../project.js';

/** Beside build/, which node-gyp empties. */
const FOLDER = join(ROOT, 'build-sanitize');
const CHECKS = '-fsanitize=address,undefined';
const FLAGS =
  `${CHECKS} -fno-sanitize-recover=undefined -fno-omit-frame-pointer -D_GLIBCXX_ASSERTIONS ` +
  '-g -O1';

/**
 * Compiles native/ with AddressSanitizer and UBSan if it is newer than that addon.
 * @throws if the build fails
 */
export function buildSanitizedAddon() {
  if (isAddonCurrent(FOLDER)) return;
  mkdirSync(FOLDER, { recursive: true });
  for (const source of ADDON_SOURCES) {
    if (!existsSync(join(FOLDER, source))) symlinkSync(join('..', source), join(FOLDER, source));
  }
  const output = compileAddon(FOLDER, { env: { CXXFLAGS: FLAGS, LDFLAGS: CHECKS } });
  if (output !== undefined) throw new Error(`cannot build the addon with ${CHECKS}:\n${output}`);
}

/** Environment for Node, which itself is not compiled with the sanitizers, to load that addon. */
export function sanitizedEnvironment() {
  return {
    ALSA_MMAP_BINDING: join(FOLDER, ADDON),
    LD_PRELOAD: runtimeLibrary(),
    // Node's own leaks at exit are not reported; the tests count the resources of the addon.
    ASAN_OPTIONS: 'detect_leaks=0:strict_string_checks=1:quarantine_size_mb=16',
    UBSAN_OPTIONS: 'print_stacktrace=1',
  };
}

/** Path of libasan, which must be the first library of the process. */
function runtimeLibrary() {
  const { stdout } = spawnSync('g++', ['-print-file-name=libasan.so'], { encoding: 'utf8' });
  const path = stdout?.trim() ?? '';
  if (path.startsWith('/')) return path;
  throw new Error('g++ has no libasan.so; install the compiler package that contains it');
}
