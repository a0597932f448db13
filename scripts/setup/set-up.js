import { runScript } from '../project.js';
import { buildPackages, testPackages } from './needed-packages.js';
import { installNpmPackages } from './npm-packages.js';
import { installSystemPackages } from './system-packages.js';

const MIN_NODE = [20, 19];

/**
 * Installs what is missing and builds what is out of date.
 * @param {{ forTests?: boolean }} [options] `forTests`: also the packages of the tests
 * @returns the exit code; problems are reported on stderr
 */
export async function setUp({ forTests = false } = {}) {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < MIN_NODE[0] || (major === MIN_NODE[0] && minor < MIN_NODE[1])) {
    throw new Error(`Node ${MIN_NODE.join('.')} or newer is needed, this is ${process.version}`);
  }
  installSystemPackages(buildPackages(), { required: true });
  if (forTests) installSystemPackages(testPackages(), { required: false });
  installNpmPackages();
  return runScript('scripts/build.js').status ?? 1;
}
