import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { newestMs, ROOT } from '../build/files.js';

/**
 * Installs the locked npm packages where they are missing or older than the lockfile. None of them
 * runs a script of its own.
 * @throws where npm fails
 */
export function installNpmPackages() {
  const installed = newestMs(join(ROOT, 'node_modules/.package-lock.json'));
  if (installed > 0 && installed >= newestMs(join(ROOT, 'package-lock.json'))) return;
  console.error('setup: npm ci --ignore-scripts');
  const { status, stdout, stderr } = spawnSync(
    'npm',
    ['ci', '--ignore-scripts', '--no-audit', '--no-fund'],
    { cwd: ROOT, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`npm ci failed:\n${stdout}${stderr}`);
}
