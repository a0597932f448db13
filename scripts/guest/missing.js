// Requirements of a guest that the host lacks.
import { readFileSync } from 'node:fs';
import { ARCHITECTURES, DEFAULT_ARCHITECTURE } from './architectures.js';
import { findCommand } from './commands.js';

/** @type {Readonly<Record<string, string>>} */
const PACKAGES = {
  busybox: 'busybox-static',
  cpio: 'cpio',
  depmod: 'kmod',
  dpkg: 'dpkg',
  'apt-get': 'apt',
  'apt-cache': 'apt',
  xz: 'xz-utils',
  amixer: 'alsa-utils',
};

/** Debian packages that a guest of the architecture needs and this machine lacks. */
export function guestMissing(arch = DEFAULT_ARCHITECTURE) {
  const { qemu, compiler } = ARCHITECTURES[arch];
  /** @type {Record<string, string>} */
  const packages = { [qemu.command]: qemu.package, ...PACKAGES };
  if (compiler) packages[`${compiler.prefix}g++`] = compiler.package;
  const missing = Object.keys(packages).filter((command) => !isUsable(command));
  return [...new Set(missing.map((command) => packages[command]))];
}

/** @param {string} command */
function isUsable(command) {
  const path = findCommand(command);
  if (!path) return false;
  // The initramfs has no libraries: busybox must be static.
  return command !== 'busybox' || !needsLoader(readFileSync(path));
}

/**
 * True if a 64-bit ELF file has a PT_INTERP program header.
 * @param {Buffer} elf
 */
function needsLoader(elf) {
  const offset = Number(elf.readBigUInt64LE(32));
  const size = elf.readUInt16LE(54);
  const count = elf.readUInt16LE(56);
  const types = Array.from({ length: count }, (_, i) => elf.readUInt32LE(offset + i * size));
  return types.includes(3);
}
