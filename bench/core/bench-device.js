import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultDeviceName, openDevice, PcmState } from 'alsa-mmap';
import { MmapPlayback } from 'alsa-mmap/direct';
import { memoryOf, provideMemory } from '#dist/device/device-memory.js';

const PAGE = 4096;
const BUFFER_SIZE = 4096;
const CHANNELS = 2;
const SAMPLE_BITS = 16;
/** @type {Parameters<typeof openDevice>[1]} */
const REQUEST = {
  direction: 'playback',
  format: 'S16_LE',
  channels: CHANNELS,
  bufferSize: { frames: BUFFER_SIZE },
};
/** Above 2^32, as after a day at 48 kHz: small pointers would be cheaper than real ones. */
const HW_PTR = 5_000_000_000n;
/** Room for every commit of a run; the stop threshold is far away. */
const AVAIL = 600_000_000n;

/**
 * Prepared stream to read from.
 * @typedef {object} BenchDevice
 * @property {string} title
 * @property {MmapPlayback} io
 * @property {ArrayBufferLike | undefined} status the mapped status page, if the kernel shares it
 * @property {((block: ArrayBuffer) => void) | undefined} syncPtr
 * @property {number} commitFrames frames that each commit of the benchmark can take
 * @property {() => void} close
 */

/**
 * Functions of the addon that the benchmark calls.
 * @typedef {object} Addon
 * @property {(fd: number, offset: number, length: number, writable: boolean) => ArrayBuffer} map
 * @property {(buffer: ArrayBuffer) => void} unmap
 * @property {() => void} emptyCall
 * @property {(page: ArrayBufferLike, offset: number, count: number) => number} timeVolatileReads
 */

/**
 * Opens a playback stream: of the named device, else of the default device, else of a file.
 * @param {string | undefined} name
 * @param {Addon} addon
 * @returns {Promise<BenchDevice>}
 */
export async function benchDevice(name, addon) {
  if (name !== undefined) return pcmDevice(name);
  try {
    return await pcmDevice(defaultDeviceName('playback'));
  } catch {
    return fileDevice(addon);
  }
}

/**
 * @param {string} name
 * @returns {Promise<BenchDevice>}
 */
async function pcmDevice(name) {
  const device = await openDevice(name, { direction: 'playback', stopThreshold: 'never' });
  const status = memoryOf(device).mapStatus();
  const io = new MmapPlayback(device);
  return {
    title: `${device.identity.name} (${device.identity.description})`,
    io,
    status: status.kind === 'mapped' ? status.buffer : undefined,
    syncPtr: (block) => device.syncPtr(block),
    commitFrames: 0,
    close() {
      io.close();
      device.close();
    },
  };
}

/**
 * Maps the three pieces of memory from a file, in place of those of the simulated card.
 * @param {Addon} addon
 * @returns {Promise<BenchDevice>}
 */
async function fileDevice(addon) {
  const folder = mkdtempSync(join(tmpdir(), 'alsa-mmap-bench-'));
  const fd = openSync(join(folder, 'pages'), 'w+');
  writeSync(fd, pages());
  /**
   * @param {number} offset
   * @param {number} length
   * @param {boolean} writable
   * @returns {import('#dist/device/pcm-device.js').Mapping}
   */
  const mapping = (offset, length, writable) => {
    const buffer = addon.map(fd, offset, length, writable);
    return { kind: 'mapped', buffer, onUnmap: undefined, unmap: () => addon.unmap(buffer) };
  };
  const device = await openDevice('sim', REQUEST);
  provideMemory(device, {
    mapStatus: () => mapping(0, PAGE, false),
    mapControl: () => mapping(PAGE, PAGE, true),
    mapSamples: (offset, length) => mapping(2 * PAGE + offset, length, true),
  });
  device.channelInfo = (channel) => ({
    offsetBytes: 0,
    firstBits: channel * SAMPLE_BITS,
    stepBits: CHANNELS * SAMPLE_BITS,
  });
  const io = new MmapPlayback(device);
  const status = addon.map(fd, 0, PAGE, false);
  return {
    title: 'pages of a file',
    io,
    status,
    syncPtr: undefined,
    commitFrames: 1,
    close() {
      io.close();
      device.close();
      addon.unmap(status);
      closeSync(fd);
      rmSync(folder, { recursive: true });
    },
  };
}

function pages() {
  const bytes = Buffer.alloc(2 * PAGE + BUFFER_SIZE * CHANNELS * 2);
  bytes.writeInt32LE(PcmState.RUNNING, 0);
  bytes.writeBigUInt64LE(HW_PTR, 8);
  bytes.writeBigUInt64LE(1000n, 16);
  bytes.writeBigUInt64LE(999_999_999n, 24);
  bytes.writeBigUInt64LE(HW_PTR - AVAIL, PAGE);
  bytes.writeBigUInt64LE(1024n, PAGE + 8);
  return bytes;
}
