import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MmapPlayback } from '../../dist/direct.js';
import { defaultDeviceName, openDevice, PcmState } from '../../dist/index.js';

const PAGE = 4096;
const BUFFER_SIZE = 4096;
const CHANNELS = 2;
/** Above 2^32, as after a day at 48 kHz: small pointers would be cheaper than real ones. */
const HW_PTR = 5_000_000_000n;

/**
 * A prepared playback stream to read from: of the device named, else of the first that can be had,
 * else of a file.
 */
export async function benchDevice(name, addon) {
  if (name !== undefined) return pcmDevice(name);
  try {
    return await pcmDevice(defaultDeviceName('playback'));
  } catch {
    return fileDevice(addon);
  }
}

async function pcmDevice(name) {
  const device = await openDevice(name, { direction: 'playback', stopThreshold: 'never' });
  const status = device.mapStatus();
  const io = new MmapPlayback(device);
  return {
    title: `${device.identity.name} (${device.identity.description})`,
    io,
    status: status.kind === 'mapped' ? status.buffer : undefined,
    syncPtr: (block) => device.syncPtr(block),
    close() {
      io.close();
      device.close();
    },
  };
}

/** The three pieces of memory as mappings of a file: same addon, same views, no sound needed. */
function fileDevice(addon) {
  const folder = mkdtempSync(join(tmpdir(), 'alsa-mmap-bench-'));
  const fd = openSync(join(folder, 'pages'), 'w+');
  writeSync(fd, pages());
  const mapping = (offset, length, writable) => {
    const buffer = addon.map(fd, offset, length, writable);
    return { kind: 'mapped', buffer, onUnmap: undefined, unmap: () => addon.unmap(buffer) };
  };
  const sampleBits = 16;
  const io = new MmapPlayback({
    identity: { name: 'file', card: -1, device: 0, subdevice: 0, description: 'pages of a file' },
    params: {
      direction: 'playback',
      format: { name: 'S16_LE', kernelNumber: 2, width: 16, bytes: 2, kind: 'signed' },
      channels: CHANNELS,
      bufferSize: BUFFER_SIZE,
      boundary: BUFFER_SIZE * 2 ** 50,
      infoFlags: 0,
    },
    mapStatus: () => mapping(0, PAGE, false),
    mapControl: () => mapping(PAGE, PAGE, true),
    mapSamples: (offset, length) => mapping(2 * PAGE + offset, length, true),
    channelInfo: (channel) => ({
      offsetBytes: 0,
      firstBits: channel * sampleBits,
      stepBits: CHANNELS * sampleBits,
    }),
  });
  const status = addon.map(fd, 0, PAGE, false);
  return {
    title: 'pages of a file',
    io,
    status,
    syncPtr: undefined,
    close() {
      io.close();
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
  bytes.writeBigUInt64LE(HW_PTR + 1000n, PAGE);
  bytes.writeBigUInt64LE(1024n, PAGE + 8);
  return bytes;
}
