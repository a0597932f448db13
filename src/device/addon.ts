import type { NativeBinding } from './binding.js';
import { cLibrary } from './c-library.js';
import { AlsaMmapError } from './errors.js';

let loaded: NativeBinding | undefined;

/**
 * Loads the addon when a device first needs it: from `$ALSA_MMAP_BINDING`, else the one that was
 * built here, else the one of the package for this architecture and C library.
 * @throws FAILED if it is missing or cannot be loaded, with the remedy
 */
export function loadAddon(): NativeBinding {
  if (loaded !== undefined) return loaded;
  const { createRequire } = process.getBuiltinModule('node:module');
  const require = createRequire(import.meta.url);
  const override = process.env['ALSA_MMAP_BINDING'];
  const prebuilt = `linux-${process.arch}-${cLibrary()}`;
  const places = ['#build/alsa_mmap.node', `#prebuilds/${prebuilt}/alsa_mmap.node`];
  let cause: unknown;
  for (const path of override === undefined ? places : [override]) {
    try {
      loaded = require(path) as NativeBinding;
      return loaded;
    } catch (error) {
      cause = error;
      if (!isMissing(error)) break;
    }
  }
  const text = `cannot load the ALSA addon: ${describeFailure(cause)}`;
  throw new AlsaMmapError('FAILED', `${text}, or use the simulated card "sim"`, { cause });
}

/** References for measurements: a read in C, and an empty call into the addon. */
export type NativeBaseline = Pick<NativeBinding, 'emptyCall' | 'timeVolatileReads'>;

/** @throws FAILED if the addon cannot be loaded */
export function nativeBaseline(): NativeBaseline {
  return loadAddon();
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND';
}

/** The reason, and after a semicolon the remedy. */
function describeFailure(cause: unknown): string {
  if (isMissing(cause)) {
    return (
      'it is not built; the package has it for x64 and arm64, ' +
      'elsewhere run "npm run setup" in a clone of the repository'
    );
  }
  const [line = ''] = String((cause as Error).message).split('\n');
  if (!/^libasound\.so\.2: cannot open/.test(line)) return `${line}; run "npm run setup"`;
  return (
    'libasound.so.2 is not installed; install libasound2 (Debian, Ubuntu) ' +
    'or alsa-lib (Fedora, Arch, Alpine)'
  );
}
