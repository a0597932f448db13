import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { defaultDeviceName, openDevice } from '../../src/device/open.js';

describe('opening by name', () => {
  it('opens the simulated card for sim, as requested', async () => {
    const device = await openDevice('sim', { direction: 'capture', rateHz: 96_000 });
    onTestFinished(() => device.close());
    expect(device.identity).toMatchObject({ name: 'sim', card: -1 });
    expect(device.params).toMatchObject({ direction: 'capture', rateHz: 96_000 });
  });

  it('rejects an invalid name', async () => {
    await expect(openDevice('hw:,', { direction: 'playback' })).rejects.toMatchObject({
      code: 'USAGE',
    });
  });

  it('uses the device from the environment by default', () => {
    vi.stubEnv('ALSA_MMAP_DEVICE', 'sim:LOOP=1');
    onTestFinished(() => void vi.unstubAllEnvs());
    expect(defaultDeviceName('capture')).toBe('sim:LOOP=1');
  });
});
