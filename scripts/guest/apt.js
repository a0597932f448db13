// Downloads Debian packages by apt, as configured on this machine, or for another release or
// architecture from the same mirror. Installs nothing and does not change the apt configuration.
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { run } from './commands.js';

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';
// As root, apt would first complain that its own user may not write into the folder.
const AS_ONESELF = ['-o', 'APT::Sandbox::User=root'];
const TARGET = '$(REPO_URI) $(ORIGIN) $(LABEL)';

/** `options` apply to every apt command; `renew()` updates the lists, or is false if not root. */
export function machineApt(log) {
  const renew = async () => {
    if (process.getuid() !== 0) return false; // only root may renew the machine's lists
    log("renewing apt's lists");
    await run('apt-get', ['update']);
    return true;
  };
  return { options: AS_ONESELF, renew };
}

/** An apt whose lists lie in the folder, which is to be removed afterwards. */
export async function releaseApt({ release, arch, directory, log }) {
  const mirror =
    (await configuredMirror()) ?? ((await machineApt(log).renew()) && (await configuredMirror()));
  if (!mirror) {
    throw new Error(`apt is configured with no mirror of Debian, from which ${release} could come`);
  }
  const at = (name) => resolve(directory, name);
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
  const options = ['-c', at('apt.conf'), ...AS_ONESELF];
  log(`fetching the lists of Debian ${release} for ${arch}`);
  await run('apt-get', [...options, 'update']);
  return { options, renew: async () => false, archives: at('archives') };
}

/** Debian mirror of this machine's apt; undefined if it is unknown, or not known yet. */
async function configuredMirror() {
  const args = ['indextargets', '--format', TARGET, 'Created-By: Packages'];
  const lines = (await run('apt-get', args).catch(() => '')).split('\n');
  // The archive of security updates has another label.
  return lines.map((line) => /^(\S+) Debian Debian$/.exec(line)?.[1]).find(Boolean);
}

/** The package that a meta package depends on; undefined where apt does not know it. */
export async function dependency(apt, name, pattern) {
  const answer = await run('apt-cache', [...apt.options, 'depends', name]).catch(() => '');
  const names = [...answer.matchAll(/Depends: (\S+)/g)].map(([, found]) => found);
  return names.find((found) => pattern.test(found));
}

/** Downloads one package into the folder: the file's name. */
export async function download(apt, name, directory) {
  const args = [...apt.options, 'download', name];
  try {
    await run('apt-get', args, { cwd: directory });
  } catch (error) {
    // Lists older than the archive name files which are gone.
    if (!(await apt.renew())) throw error;
    await run('apt-get', args, { cwd: directory });
  }
  return readdirSync(directory).find((entry) => entry.endsWith('.deb'));
}

/** Downloads the packages and all that they depend on: the paths of the files. */
export async function downloadAll(apt, names) {
  const how = ['-y', '--no-install-recommends', '--download-only', 'install'];
  await run('apt-get', [...apt.options, ...how, ...names]);
  const files = readdirSync(apt.archives).filter((entry) => entry.endsWith('.deb'));
  return files.sort().map((entry) => join(apt.archives, entry));
}
