import { spawnSync } from 'node:child_process';
import { findCommand } from '../guest/commands.js';

/** Installs Debian packages through apt if this user may; otherwise prints the command to run. */
export function installSystemPackages(packages, { required }) {
  if (packages.length === 0) return;
  const line = `apt-get install -y --no-install-recommends ${packages.join(' ')}`;
  const asRoot = rootPrefix();
  if (!findCommand('apt-get') || asRoot === undefined) {
    return missing(`these packages are missing; run: sudo ${line}`, required);
  }
  console.error(`setup: ${[...asRoot, line].join(' ')}`);
  if (apt(asRoot, packages)) return;
  // A machine that has never looked has no lists, or old ones.
  console.error('setup: apt-get update, then again');
  run([...asRoot, 'apt-get', '-q', 'update']);
  if (!apt(asRoot, packages)) missing(`apt could not install them; run: sudo ${line}`, required);
}

function apt(asRoot, packages) {
  const options = ['-q', '-y', '--no-install-recommends', '-o', 'Dpkg::Use-Pty=0'];
  return run([...asRoot, 'apt-get', 'install', ...options, ...packages]);
}

function run([command, ...args]) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status, stderr } = spawnSync(command, args, { env, encoding: 'utf8' });
  if (status !== 0) console.error(stderr?.trim().split('\n').slice(-3).join('\n'));
  return status === 0;
}

/** Command prefix that gives root rights without a password; undefined if there is no way. */
function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  const { status } = spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' });
  return status === 0 ? ['sudo', '-n'] : undefined;
}

function missing(message, required) {
  if (required) throw new Error(message);
  console.error(`setup: ${message}`);
}
