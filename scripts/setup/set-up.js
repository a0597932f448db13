import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../build/files.js';
import { buildPackages, testPackages } from './needed-packages.js';
import { installNpmPackages } from './npm-packages.js';
import { installSystemPackages } from './system-packages.js';

const LEAST_NODE = [20, 19];

/**
 * @param forTests also what the tests need beyond the build
 * @returns the exit code; what is wrong is said on stderr
 */
export async function setUp({ forTests = false } = {}) {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < LEAST_NODE[0] || (major === LEAST_NODE[0] && minor < LEAST_NODE[1])) {
    return fail(`Node ${LEAST_NODE.join('.')} or newer is needed, this is ${process.version}`);
  }
  try {
    installSystemPackages(buildPackages(), { required: true });
    if (forTests) installSystemPackages(testPackages(), { required: false });
    installNpmPackages();
  } catch (error) {
    return fail(error.message);
  }
  const { status } = spawnSync(process.execPath, [join(ROOT, 'scripts/build.js')], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return status ?? 1;
}

function fail(message) {
  console.error(`setup: ${message}`);
  return 1;
}
