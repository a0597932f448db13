// Debian's kernel, unpacked into the cache: nothing is installed on this machine.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { dependencies, download, machineApt, releaseApt } from './apt.js';
import { ARCHITECTURES } from './architectures.js';
import { buildDirectory, cacheDirectory } from './cache.js';
import { run } from './commands.js';
import { unpackKernelImage } from './kernel-image.js';

// Drivers that make up 150 of the 400 MB and that no sound card needs.
const UNUSED = ['gpu', 'infiniband', 'net', 'scsi'];

/** Packages of the image and the modules, which Debian 14 separates from linux-image. */
const PARTS = /^linux-(base|binary|modules)-\d/;

/** @typedef {import('./apt.js').Apt} Apt */
/** @typedef {{ version: string, image: string, modules: string, directory: string }} Kernel */
/**
 * @typedef {object} KernelOptions
 * @property {string} arch
 * @property {string | undefined} release of Debian; by default that of this machine's apt
 * @property {(line: string) => void} log
 */

/**
 * Returns the newest kernel of the cache, downloaded first if the cache is empty (70 MB).
 * @param {KernelOptions} options
 * @returns {Promise<Kernel>}
 */
export async function prepareKernel({ arch, release, log }) {
  const parent = join(cacheDirectory(), release ? `kernel-${release}-${arch}` : 'kernel');
  // A kernel package, to test on another kernel.
  const wanted = release ? undefined : process.env['ALSA_MMAP_KERNEL'];
  const directory =
    newestCached(parent, wanted) ?? (await fetchKernel({ parent, wanted, arch, release, log }));
  const version = readdirSync(join(directory, 'lib/modules'))[0];
  const unpacked = join(directory, 'vmlinux');
  const image = existsSync(unpacked) ? unpacked : imageOf(directory, version);
  return { version, image, modules: join(directory, 'lib/modules', version), directory };
}

/**
 * Compressed image: in boot, or from Debian 14 on beside the modules.
 * @param {string} directory
 * @param {string} version
 */
function imageOf(directory, version) {
  const besideModules = join(directory, 'lib/modules', version, 'vmlinuz');
  return existsSync(besideModules) ? besideModules : join(directory, `boot/vmlinuz-${version}`);
}

/**
 * @param {string} parent
 * @param {string | undefined} wanted
 */
function newestCached(parent, wanted) {
  if (!existsSync(parent)) return undefined;
  const names = readdirSync(parent).filter((name) =>
    name.startsWith(wanted ? `${wanted}_` : 'linux-image-'),
  );
  const paths = names.map((name) => join(parent, name));
  return paths.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0];
}

/** @param {KernelOptions & { parent: string, wanted: string | undefined }} options */
function fetchKernel({ parent, wanted, arch, release, log }) {
  return buildDirectory(parent, async (directory) => {
    const lists = join(directory, 'apt');
    mkdirSync(lists);
    const apt = release
      ? await releaseApt({ release, arch, directory: lists, log })
      : machineApt(log);
    const name = wanted ?? (await resolvePackage(apt, ARCHITECTURES[arch].kernelPackage));
    log(`downloading ${name} (once)`);
    const packages = [name, ...(await dependencies(apt, name, PARTS))];
    const files = [];
    for (const part of packages) {
      const file = await download(apt, part, directory);
      await run('dpkg', ['-x', join(directory, file), directory]);
      rmSync(join(directory, file));
      files.push(file);
    }
    rmSync(lists, { recursive: true });
    await arrange(directory);
    return files[0].replace(/\.deb$/, '');
  });
}

/**
 * Moves the modules to lib/modules, removes those that are not used, and unpacks the image.
 * @param {string} directory
 */
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
  await unpackKernelImage(imageOf(directory, version), directory);
}

/**
 * Returns the kernel package that the meta package depends on.
 * @param {Apt} apt
 * @param {string} metaPackage
 */
async function resolvePackage(apt, metaPackage) {
  const query = async () => (await dependencies(apt, metaPackage, /^linux-image-/))[0];
  const name = (await query()) ?? ((await apt.renew()) ? await query() : undefined);
  if (name) return name;
  throw new Error(
    `apt has no package ${metaPackage}; the guest needs Debian's kernel: ` +
      'run "apt-get update" as root, or set ALSA_MMAP_KERNEL to a kernel package',
  );
}
