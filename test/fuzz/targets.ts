import { argumentsTarget } from './arguments-target.js';
import { deviceNameTarget } from './device-name-target.js';
import { ownerTarget } from './owner-target.js';
import { pcmListTarget } from './pcm-list-target.js';
import { procAsoundTarget } from './proc-asound-target.js';
import { simConfigTarget } from './sim-config-target.js';
import { wavTarget } from './wav-target.js';

/** Parser of untrusted input. */
export interface FuzzTarget {
  /** Typical fragments of its input. */
  readonly pieces: readonly string[];
  /**
   * Parses the bytes.
   * @throws if an invariant is violated; documented errors are caught
   */
  run(bytes: Uint8Array): void | Promise<void>;
}

export const TARGETS: Readonly<Record<string, FuzzTarget>> = {
  arguments: argumentsTarget,
  'device-name': deviceNameTarget,
  'sim-config': simConfigTarget,
  owner: ownerTarget,
  'pcm-list': pcmListTarget,
  'proc-asound': procAsoundTarget,
  wav: wavTarget,
};
