/**
 * The three tests of the module that this project began from (alsa-rs, direct::pcm), with every
 * assertion, on snd-aloop and on snd-dummy.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Control } from '../../src/core/control.js';
import { MmapCapture } from '../../src/core/mmap-capture.js';
import { MmapPlayback } from '../../src/core/mmap-playback.js';
import { Status } from '../../src/core/status.js';
import { SyncPtrStatus } from '../../src/core/sync-ptr-status.js';
import { loadAddon } from '../../src/device/addon.js';
import { openDevice } from '../../src/device/open.js';
import { PcmAccess, type PcmRequest } from '../../src/device/params.js';
import { PollFlag } from '../../src/device/pcm-device.js';
import { PcmState } from '../../src/device/pcm-state.js';
import { isThere } from './cards.js';
import { rawPort } from './raw-port.js';

const RATE_HZ = 44_100;
const CHANNELS = 2;
const S16_LE = 2;

const MMAP: Omit<PcmRequest, 'direction'> = {
  access: ['MMAP_INTERLEAVED'],
  format: 'S16_LE',
  channels: CHANNELS,
  rateHz: RATE_HZ,
};

/** Emulated processors are slow to begin: what is captured meanwhile has to fit. */
const LONG_RING = { bufferSize: { ns: 500e6 } } as const;

describe.each(['plughw:Loopback', 'plughw:Dummy'].filter(isThere))('the seed on %s', (name) => {
  it('reads status and control beside readi (record_from_plughw_rw)', async () => {
    const addon = loadAddon();
    const pcm = new addon.Pcm(name, 1);
    try {
      const fd = pcm.descriptor();
      const port = rawPort(addon, fd);
      const sync = new SyncPtrStatus(port);
      const status = new Status(port, sync);
      const control = new Control(port, sync);

      const params = new addon.HwParams(pcm);
      params.set('channels', CHANNELS);
      params.setNear('rate', RATE_HZ);
      params.set('format', S16_LE);
      params.set('access', PcmAccess.RW_INTERLEAVED);
      params.install();
      pcm.swParams({ tstampEnable: true });

      expect(status.state()).toBe(PcmState.PREPARED);
      addon.start(fd);
      expect(control.applPtr()).toBe(0);
      const frames = 512;
      const bytes = new Uint8Array(frames * CHANNELS * 2);
      let read = 0;
      while (read < frames) {
        expect(addon.poll(fd, PollFlag.IN, 5000)).toBe(PollFlag.IN);
        read += readWhatIsThere(() =>
          pcm.readi(bytes.subarray(read * CHANNELS * 2), frames - read),
        );
      }
      expect(read).toBe(frames);
      expect(control.applPtr()).toBe(frames);
      expect(status.state()).toBe(PcmState.RUNNING);
      expect(status.hwPtr()).toBeGreaterThanOrEqual(frames);
      expect(status.peekHtstampSec() > 0 || status.peekHtstampNsec() > 0).toBe(true);
      status.close();
      control.close();
    } finally {
      pcm.close();
    }
  });

  it('captures through the ring (record_from_plughw_mmap)', async () => {
    const device = await openDevice(name, { ...MMAP, ...LONG_RING, direction: 'capture' });
    expect(SyncPtrStatus.syncPtr(device).state()).toBe(PcmState.PREPARED);
    const io = new MmapCapture(device);
    try {
      expect(io.state()).toBe(PcmState.PREPARED);
      expect(io.applPtr()).toBe(0);
      expect(io.hwPtr()).toBe(0);

      const began = performance.now();
      device.start();
      while (io.avail() < 256) {
        await sleep(1);
        expect(performance.now() - began).toBeLessThan(20_000);
      }
      expect(performance.now() - began).toBeGreaterThanOrEqual(5);

      const [first, second] = io.dataPtr();
      expect(first.channels).toBe(CHANNELS);
      expect(first.frames).toBeGreaterThanOrEqual(256);
      expect(second.frames).toBe(0);
      const { offset, frames } = first;
      const samples = [...io.iter()];
      expect(samples.length).toBeGreaterThanOrEqual(frames * CHANNELS);
      expect(io.dataPtr()[0].offset).toBeGreaterThanOrEqual(offset + 256);
    } finally {
      io.close();
      device.close();
    }
  });

  it('plays through the ring (playback_to_plughw_mmap)', async () => {
    const device = await openDevice(name, { ...MMAP, direction: 'playback' });
    const io = new MmapPlayback(device);
    try {
      expect(SyncPtrStatus.syncPtr(device).state()).toBe(PcmState.PREPARED);
      expect(io.applPtr()).toBe(0);
      expect(io.hwPtr()).toBe(0);

      io.write(sine(io.bufferSize));
      expect(io.applPtr()).toBe(io.bufferSize);
      device.start();
      device.drain();
      while (io.state() === PcmState.DRAINING) device.wait(50);
      expect(io.applPtr()).toBe(io.bufferSize);
      expect(io.hwPtr()).toBeGreaterThanOrEqual(io.bufferSize);
    } finally {
      io.close();
      device.close();
    }
  });
});

/** A period of 128 frames, amplitude 8192, the same on both channels. */
function* sine(frames: number): Generator<number> {
  for (let frame = 0; frame < frames; frame++) {
    const sample = Math.round(8192 * Math.sin((2 * Math.PI * frame) / 128));
    yield sample;
    yield sample;
  }
}

/** The descriptor does not block: nothing there yet is no error. */
function readWhatIsThere(read: () => number): number {
  try {
    return read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return 0;
    throw error;
  }
}
