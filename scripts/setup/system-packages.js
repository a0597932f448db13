import { spawnSync } from 'node:child_process';
import { findCommand } from '../guest/commands.js';

/**
 * Installs Debian packages through apt if this user may; otherwise prints the command to run.
 * @param {readonly string[]} packages
 * @param {{ required: boolean }} options
 */
export function installSystemPackages(packages, { required }) {
  if (packages.length === 0) return;
  const command = `apt-get install -y --no-install-recommends ${packages.join(' ')}`;
  const asRoot = rootPrefix();
  if (!findCommand('apt-get') || asRoot === undefined) {
    return reportMissing(`packages are missing; run: sudo ${command}`, required);
  }
  console.error(`setup: ${[...asRoot, command].join(' ')}`);
  if (apt(asRoot, packages)) return;
  // The package lists may be missing or old.
  console.error('setup: apt-get update, then a second attempt');
  run([...asRoot, 'apt-get', '-q', 'update']);
  if (apt(asRoot, packages)) return;
  reportMissing(`apt-get could not install packages; run: sudo ${command}`, required);
}

/**
 * @param {readonly string[]} asRoot
 * @param {readonly string[]} packages
 */
function apt(asRoot, packages) {
  const options = ['-q', '-y', '--no-install-recommends', '-o', 'Dpkg::Use-Pty=0'];
  return run([...asRoot, 'apt-get', 'install', ...options, ...packages]);
}

/** @param {readonly string[]} words */
function run([command, ...args]) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status, stderr } = spawnSync(command, args, { env, encoding: 'utf8' });
  if (status !== 0) console.error(stderr?.trim().split('\n').slice(-3).join('\n'));
  return status === 0;
}

/** Command prefix that gives root rights without a password, or undefined. */
function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  const { status } = spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' });
  return status === 0 ? ['sudo', '-n'] : undefined;
}

/**
 * @param {string} message
 * @param {boolean} required
 */
function reportMissing(message, required) {
  if (required) throw new Error(message);
  console.error(`setup: ${message}`);
}
