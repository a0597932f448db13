import type { NativeBinding } from './binding.js';
import { AlsaMmapError } from './errors.js';

let loaded: NativeBinding | undefined;

/**
 * Loads the addon when a device first needs it: from `$ALSA_MMAP_BINDING`, else from the build.
 * @throws FAILED if it is not built or cannot be loaded, with the command that builds it
 */
export function loadAddon(): NativeBinding {
  if (loaded !== undefined) return loaded;
  const { createRequire } = process.getBuiltinModule('node:module');
  const require = createRequire(import.meta.url);
  const override = process.env['ALSA_MMAP_BINDING'];
  const path = override ?? '#build/alsa_mmap.node';
  try {
    loaded = require(path) as NativeBinding;
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND';
    const reason = missing ? 'it is not built' : firstMessageLine(cause);
    throw new AlsaMmapError(
      'FAILED',
      `cannot load the ALSA addon: ${reason}; run "npm run setup", or use the simulated card "sim"`,
      { cause },
    );
  }
  return loaded;
}

function firstMessageLine(cause: unknown): string {
  return String((cause as Error).message).split('\n')[0]!;
}
