import { existsSync } from 'node:fs';
import { ARCHITECTURES } from '../guest/architectures.js';
import { findCommand } from '../guest/commands.js';
import { guestMissing } from '../guest/missing.js';

/**
 * Required commands, each with its Debian package.
 * @type {Readonly<Record<string, string>>}
 */
const BUILD = { 'g++': 'g++', make: 'make', python3: 'python3' };
/** @type {Readonly<Record<string, string>>} */
const TESTS = {
  arecord: 'alsa-utils',
  sox: 'sox',
  soxi: 'sox',
  strace: 'strace',
  groff: 'groff',
  mmdebstrap: 'mmdebstrap',
  script: 'bsdutils',
  cyclictest: 'rt-tests',
  pipewire: 'pipewire',
  'pw-link': 'pipewire-bin',
  fish: 'fish',
  tmux: 'tmux',
  zsh: 'zsh',
};
const ALSA_HEADER = '/usr/include/alsa/asoundlib.h';

/** Packages that the build needs and this machine lacks. */
export function buildPackages() {
  const headers = existsSync(ALSA_HEADER) ? [] : ['libasound2-dev'];
  return [...missingOf(BUILD), ...headers];
}

/** Packages that only the tests need: other programs as judges, and the kernel guests. */
export function testPackages() {
  const guests = Object.keys(ARCHITECTURES).flatMap((arch) => guestMissing(arch));
  return [...new Set([...missingOf(TESTS), ...guests])];
}

/** @param {Readonly<Record<string, string>>} commands */
function missingOf(commands) {
  const missing = Object.keys(commands).filter((command) => !findCommand(command));
  return [...new Set(missing.map((command) => commands[command]))];
}
