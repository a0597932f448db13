import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { newestMs, ROOT } from '../project.js';

// `npm ci` refuses a lockfile without the optional binaries of all other platforms, and not every
// registry has them; `npm install --no-save` installs the lockfile as it is.
const INSTALL = ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund'];

/**
 * Installs the locked npm packages if they are missing or older than the lockfile. No package runs
 * a script.
 * @throws if npm fails
 */
export function installNpmPackages() {
  const installed = newestMs(join(ROOT, 'node_modules/.package-lock.json'));
  if (installed > 0 && installed >= newestMs(join(ROOT, 'package-lock.json'))) return;
  console.error(`setup: npm ${INSTALL.join(' ')}`);
  const { status, stdout, stderr } = spawnSync('npm', INSTALL, { cwd: ROOT, encoding: 'utf8' });
  if (status !== 0) throw new Error(`npm install failed:\n${stdout}${stderr}`);
}
