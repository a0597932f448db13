import { argumentsTarget } from './arguments-target.js';
import { deviceNameTarget } from './device-name-target.js';
import { ownerTarget } from './owner-target.js';
import { pcmListTarget } from './pcm-list-target.js';
import { simConfigTarget } from './sim-config-target.js';
import { wavTarget } from './wav-target.js';

/** A part of the program that reads what others wrote. */
export interface FuzzTarget {
  /** Pieces that its input is likely to be made of. */
  readonly pieces: readonly string[];
  /**
   * Hands the bytes to it, whatever they are.
   * @throws where it breaks a promise; the errors that it promises are none
   */
  run(bytes: Uint8Array): void | Promise<void>;
}

export const TARGETS: Readonly<Record<string, FuzzTarget>> = {
  arguments: argumentsTarget,
  'device-name': deviceNameTarget,
  'sim-config': simConfigTarget,
  owner: ownerTarget,
  'pcm-list': pcmListTarget,
  wav: wavTarget,
};
