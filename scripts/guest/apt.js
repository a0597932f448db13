// Downloads Debian packages by apt, as configured on this machine, or for another release or
// architecture from the same mirror. Installs nothing and does not change the apt configuration.
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { run } from './commands.js';

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';
// As root, apt would warn that its own user may not write into the folder.
const AS_SELF = ['-o', 'APT::Sandbox::User=root'];
const TARGET = '$(REPO_URI) $(ORIGIN) $(LABEL)';

/** @typedef {(line: string) => void} Log */
/**
 * Configuration of apt.
 * @typedef {object} Apt
 * @property {readonly string[]} options of each apt command
 * @property {() => Promise<boolean>} renew updates the package lists; false if it may not
 * @property {string} [archives] folder of downloaded packages
 */

/**
 * Returns the apt of this machine.
 * @param {Log} log
 * @returns {Apt}
 */
export function machineApt(log) {
  const renew = async () => {
    if (process.getuid?.() !== 0) return false; // only root may renew the machine's lists
    log("renewing apt's lists");
    await run('apt-get', ['update']);
    return true;
  };
  return { options: AS_SELF, renew };
}

/**
 * Returns an apt whose lists are in the folder, which the caller removes.
 * @param {{ release: string, arch: string, directory: string, log: Log }} options
 */
export async function releaseApt({ release, arch, directory, log }) {
  const mirror = await debianMirror(log);
  const at = (/** @type {string} */ name) => resolve(directory, name);
  for (const name of ['lists/partial', 'archives/partial'])
    mkdirSync(at(name), { recursive: true });
  writeFileSync(at('status'), '');
  const signed = existsSync(KEYRING) ? `[signed-by=${KEYRING}] ` : '';
  writeFileSync(at('sources.list'), `deb ${signed}${mirror} ${release} main\n`);
  const settings = {
    'APT::Architecture': arch,
    'APT::Architectures': arch,
    'Dir::Etc::sourcelist': at('sources.list'),
    'Dir::Etc::sourceparts': '/dev/null',
    'Dir::State::status': at('status'),
    'Dir::State::extended_states': at('extended_states'),
    'Dir::State::lists': at('lists'),
    'Dir::Cache::archives': at('archives'),
    'Dir::Cache::pkgcache': '',
    'Dir::Cache::srcpkgcache': '',
    'Acquire::Languages': 'none',
    'Debug::NoLocking': 1,
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} "${value}";\n`);
  writeFileSync(at('apt.conf'), lines.join(''));
  const options = ['-c', at('apt.conf'), ...AS_SELF];
  log(`fetching the lists of Debian ${release} for ${arch}`);
  await run('apt-get', [...options, 'update']);
  return { options, renew: async () => false, archives: at('archives') };
}

/**
 * Returns the Debian mirror of this machine's apt.
 * @param {Log} log
 */
export async function debianMirror(log) {
  let mirror = await configuredMirror();
  if (!mirror && (await machineApt(log).renew())) mirror = await configuredMirror();
  if (!mirror) throw new Error('apt has no Debian mirror configured');
  return mirror;
}

/** Debian mirror of this machine's apt; undefined if it is unknown, or not known yet. */
async function configuredMirror() {
  const args = ['indextargets', '--format', TARGET, 'Created-By: Packages'];
  const lines = (await run('apt-get', args).catch(() => '')).split('\n');
  // The archive of security updates has another label.
  return lines.map((line) => /^(\S+) Debian Debian$/.exec(line)?.[1]).find(Boolean);
}

/**
 * Returns the packages that a package depends on; none if apt does not know it.
 * @param {Apt} apt
 * @param {string} name
 * @param {RegExp} pattern of the packages' names
 */
export async function dependencies(apt, name, pattern) {
  const output = await run('apt-cache', [...apt.options, 'depends', name]).catch(() => '');
  const names = [...output.matchAll(/Depends: (\S+)/g)].map((match) => match[1]);
  return names.filter((name) => pattern.test(name));
}

/**
 * Downloads one package into the folder and returns the file's name.
 * @param {Apt} apt
 * @param {string} name
 * @param {string} directory
 */
export async function download(apt, name, directory) {
  const args = [...apt.options, 'download', name];
  try {
    await run('apt-get', args, { cwd: directory });
  } catch (error) {
    // Outdated lists name files that the mirror has removed.
    if (!(await apt.renew())) throw error;
    await run('apt-get', args, { cwd: directory });
  }
  const file = readdirSync(directory).find((entry) => entry.endsWith('.deb'));
  if (file === undefined) throw new Error(`apt-get download ${name} wrote no package`);
  return file;
}

/**
 * Downloads the packages and their dependencies, and returns the paths of the files.
 * @param {Apt & { archives: string }} apt
 * @param {readonly string[]} names
 */
export async function downloadAll(apt, names) {
  const install = ['-y', '--no-install-recommends', '--download-only', 'install'];
  await run('apt-get', [...apt.options, ...install, ...names]);
  const files = readdirSync(apt.archives).filter((entry) => entry.endsWith('.deb'));
  return files.sort().map((entry) => join(apt.archives, entry));
}
