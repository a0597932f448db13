// Unpacks the kernel from the compressed image. QEMU starts it directly (PVH), which saves the
// seconds that an emulated processor needs to decompress it.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { findCommand, runForBytes } from './commands.js';

// Linux boot protocol, Documentation/x86/boot.rst: where the payload is.
const SETUP_SECTORS = 0x1f1;
const PAYLOAD_OFFSET = 0x248;
const PAYLOAD_LENGTH = 0x24c;
const ELF = '7f454c46';
const COMPRESSORS = new Map([
  ['fd377a58', 'xz'],
  ['28b52ffd', 'zstd'],
]);

/**
 * Writes `vmlinux` into the directory if possible; otherwise the image itself is booted.
 * @param {string} image
 * @param {string} directory
 */
export async function unpackKernelImage(image, directory) {
  const bytes = readFileSync(image);
  const start = (bytes[SETUP_SECTORS] + 1) * 512 + bytes.readUInt32LE(PAYLOAD_OFFSET);
  // The last four bytes are the unpacked size and belong to no compression format.
  const payload = bytes.subarray(start, start + bytes.readUInt32LE(PAYLOAD_LENGTH) - 4);
  const kernel = await decompress(payload).catch(() => undefined);
  if (kernel?.toString('hex', 0, 4) !== ELF) return;
  writeFileSync(join(directory, 'vmlinux'), kernel);
}

/**
 * @param {Buffer} payload
 * @returns {Promise<Buffer | undefined>}
 */
async function decompress(payload) {
  const magic = payload.toString('hex', 0, 4);
  if (magic.startsWith('1f8b')) return gunzipSync(payload);
  const command = COMPRESSORS.get(magic);
  if (command === undefined || !findCommand(command)) return undefined;
  return runForBytes(command, ['-dc'], { input: payload });
}
