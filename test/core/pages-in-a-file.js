import { closeSync, ftruncateSync, openSync, unlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDevice } from 'alsa-mmap';
import { MmapCapture } from 'alsa-mmap/direct';
import { provideMemory } from '#dist/device/device-memory.js';

const PAGE = 4096;
const addon = createRequire(import.meta.url)('#build/alsa_mmap.node');

/**
 * Maps the status page and the control page of a file, writable and one after the other.
 * @param {number} fd
 * @returns {ArrayBuffer}
 */
export function mapPages(fd) {
  return addon.map(fd, 0, 2 * PAGE, true);
}

/** Opens a capture stream whose pages are in a file, for other threads to change. */
export async function openOnPages() {
  const path = join(tmpdir(), `alsa-mmap-pages-${process.pid}`);
  const fd = openSync(path, 'w+');
  unlinkSync(path);
  ftruncateSync(fd, 2 * PAGE);
  const mapping = (buffer) => ({ kind: 'mapped', buffer, onUnmap: undefined, unmap: () => {} });
  const device = await openDevice('sim', { direction: 'capture' });
  provideMemory(device, {
    mapStatus: () => mapping(addon.map(fd, 0, PAGE, false)),
    mapControl: () => mapping(addon.map(fd, PAGE, PAGE, true)),
    mapSamples: (_offset, length) => mapping(new ArrayBuffer(length)),
  });
  return { io: new MmapCapture(device), fd, close: () => closeSync(fd) };
}
