// Differences between the guests: the machine that QEMU emulates, and the source of its files.

/**
 * @typedef {object} Architecture
 * @property {{ command: string, package: string }} qemu
 * @property {readonly string[]} machine options of QEMU
 * @property {string} console
 * @property {readonly string[]} kernelArguments
 * @property {string} kernelPackage
 * @property {string} [release] of Debian; that of this machine's apt if omitted
 * @property {readonly string[]} cards
 * @property {readonly string[]} cardsOnRequest
 * @property {{ prefix: string, package: string, libraries: string }} [compiler] cross compiler
 */

/**
 * Architectures by Debian's names.
 * @type {Readonly<Record<string, Architecture>>}
 */
export const ARCHITECTURES = {
  /** Its files are this machine's own: Node, the addon, every program. */
  amd64: {
    qemu: { command: 'qemu-system-x86_64', package: 'qemu-system-x86' },
    // Without protection keys, one of which V8 uses: TCG flushes its TLB at each change of their
    // rights, six times per wake-up of Node; a real processor does not.
    machine: ['-cpu', 'max,pku=off'],
    console: 'ttyS0',
    kernelArguments: ['tsc=reliable', 'no_timer_check'],
    kernelPackage: 'linux-image-amd64',
    cards: ['dummy', 'loopback', 'ac97', 'es1370', 'usb'],
    cardsOnRequest: ['hda'], // in some boots its codec was not found
  },
  /** Its files are a tree of Debian packages (`tree.js`), the project, and a build for it. */
  arm64: {
    qemu: { command: 'qemu-system-aarch64', package: 'qemu-system-arm' },
    machine: ['-machine', 'virt', '-cpu', 'cortex-a72'],
    console: 'ttyAMA0',
    kernelArguments: [],
    kernelPackage: 'linux-image-arm64',
    release: 'trixie',
    cards: ['loopback', 'usb'], // Debian builds neither snd-dummy nor snd-intel8x0 for it
    cardsOnRequest: ['hda'],
    compiler: {
      prefix: 'aarch64-linux-gnu-',
      package: 'g++-aarch64-linux-gnu',
      libraries: 'usr/lib/aarch64-linux-gnu',
    },
  },
};

export const DEFAULT_ARCHITECTURE = 'amd64';

/**
 * Returns the cards that the guest of an architecture may have.
 * @param {string} arch
 */
export function knownCards(arch) {
  const { cards, cardsOnRequest } = ARCHITECTURES[arch];
  return [...cards, ...cardsOnRequest];
}

/** @param {string} arch */
export function checkArchitecture(arch) {
  if (Object.hasOwn(ARCHITECTURES, arch)) return;
  throw new Error(
    `unknown architecture "${arch}"; choose ${Object.keys(ARCHITECTURES).join(', ')}`,
  );
}

/**
 * Checks the name of a Debian release; undefined stands for the release of this machine's apt.
 * @param {string | undefined} release
 */
export function checkRelease(release) {
  if (release === undefined || /^[a-z][a-z-]*$/.test(release)) return;
  throw new Error(`expected the name of a Debian release, such as trixie, got "${release}"`);
}
