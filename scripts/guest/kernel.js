// Debian's kernel, unpacked into the cache: nothing is installed on this machine.
import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { buildDirectory, cacheDirectory } from './cache.js';
import { run } from './commands.js';
import { unpackKernelImage } from './kernel-image.js';

const META_PACKAGE = 'linux-image-amd64';
// Drivers that make up 150 of the 400 MB and that no sound card needs.
const UNUSED = ['gpu', 'infiniband', 'net', 'scsi'];

/** The newest kernel of the cache; without one, it is downloaded first (about 70 MB). */
export async function prepareKernel({ log = () => {} } = {}) {
  const parent = join(cacheDirectory(), 'kernel');
  const wanted = process.env.ALSA_MMAP_KERNEL; // a package name, for another kernel
  const directory = newestCached(parent, wanted) ?? (await download(parent, wanted, log));
  const version = readdirSync(join(directory, 'lib/modules'))[0];
  const unpacked = join(directory, 'vmlinux');
  const image = existsSync(unpacked) ? unpacked : join(directory, 'boot', `vmlinuz-${version}`);
  return { version, image, modules: join(directory, 'lib/modules', version), directory };
}

function newestCached(parent, wanted) {
  if (!existsSync(parent)) return undefined;
  const names = readdirSync(parent).filter((name) =>
    name.startsWith(wanted ? `${wanted}_` : 'linux-image-'),
  );
  const paths = names.map((name) => join(parent, name));
  return paths.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0];
}

function download(parent, wanted, log) {
  return buildDirectory(parent, async (directory) => {
    const name = wanted ?? (await resolvePackage(log));
    log(`downloading ${name} (once)`);
    await downloadPackage(name, directory, log);
    const file = readdirSync(directory).find((entry) => entry.endsWith('.deb'));
    await run('dpkg', ['-x', join(directory, file), directory]);
    rmSync(join(directory, file));
    await arrange(directory);
    return file.replace(/\.deb$/, '');
  });
}

async function arrange(directory) {
  // Debian releases with a merged /usr ship the modules below usr/lib.
  const merged = join(directory, 'usr/lib');
  if (existsSync(merged)) renameSync(merged, join(directory, 'lib'));
  rmSync(join(directory, 'usr'), { recursive: true });
  const version = readdirSync(join(directory, 'lib/modules'))[0];
  for (const name of UNUSED) {
    const folder = join(directory, 'lib/modules', version, 'kernel/drivers', name);
    rmSync(folder, { recursive: true, force: true });
  }
  await run('depmod', ['-b', directory, version]);
  await unpackKernelImage(join(directory, 'boot', `vmlinuz-${version}`), directory);
}

/** The package which the meta package depends on. */
async function resolvePackage(log) {
  const found = (await dependency()) ?? ((await updateLists(log)) && (await dependency()));
  if (found) return found;
  throw new Error(
    `apt knows no package ${META_PACKAGE}. The guest needs Debian's kernel for x86-64: ` +
      'run `apt-get update` as root, or name a kernel package in ALSA_MMAP_KERNEL.',
  );
}

async function dependency() {
  const answer = await run('apt-cache', ['depends', META_PACKAGE]).catch(() => '');
  return /Depends: (linux-image-\S+)/.exec(answer)?.[1];
}

async function downloadPackage(name, cwd, log) {
  // As root, apt would first complain that its own user may not write into the folder.
  const args = ['-o', 'APT::Sandbox::User=root', 'download', name];
  try {
    await run('apt-get', args, { cwd });
  } catch (error) {
    // Lists older than the archive name files which are gone.
    if (!(await updateLists(log))) throw error;
    await run('apt-get', args, { cwd });
  }
}

/** False where it is not allowed: only root may renew apt's lists. */
async function updateLists(log) {
  if (process.getuid() !== 0) return false;
  log("renewing apt's lists");
  await run('apt-get', ['update']);
  return true;
}
