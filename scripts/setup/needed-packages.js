import { existsSync } from 'node:fs';
import { ARCHITECTURES } from '../guest/architectures.js';
import { findCommand } from '../guest/commands.js';
import { guestMissing } from '../guest/missing.js';

/** Required commands, each with its Debian package. */
const BUILD = { 'g++': 'g++', make: 'make', python3: 'python3' };
const TESTS = {
  sox: 'sox',
  soxi: 'sox',
  strace: 'strace',
  groff: 'groff',
  script: 'bsdutils',
  cyclictest: 'rt-tests',
};
const ALSA_HEADER = '/usr/include/alsa/asoundlib.h';

/** The packages that building lacks. */
export function buildPackages() {
  const headers = existsSync(ALSA_HEADER) ? [] : ['libasound2-dev'];
  return [...missingOf(BUILD), ...headers];
}

/** The packages that the tests lack beyond those: outside judges, and the kernel guests. */
export function testPackages() {
  const guests = Object.keys(ARCHITECTURES).flatMap((arch) => guestMissing(arch));
  return [...new Set([...missingOf(TESTS), ...guests])];
}

function missingOf(commands) {
  const missing = Object.keys(commands).filter((command) => !findCommand(command));
  return [...new Set(missing.map((command) => commands[command]))];
}
