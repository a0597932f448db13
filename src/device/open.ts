import { parseDeviceName } from './device-name.js';
import { AlsaMmapError } from './errors.js';
import type { Direction, PcmRequest } from './params.js';
import type { PcmDevice } from './pcm-device.js';
import { firstPcmName, listPcms } from './sound-cards.js';

/**
 * Opens and sets up a device: the simulated card without the addon, any other with it.
 * @param name `hw:1`, `hw:PCH,0`, `sim`, or an alsa-lib name that leads to a kernel PCM
 * @throws USAGE, NO_DEVICE, BUSY, PERMISSION, UNSUPPORTED
 * @example const device = await openDevice('hw:1', { direction: 'capture', rateHz: 48000 });
 */
export async function openDevice(name: string, request: PcmRequest): Promise<PcmDevice> {
  const parsed = parseDeviceName(name);
  if (parsed.kind === 'sim') {
    const { openSimDevice } = await import('../sim/card.js');
    return openSimDevice(parsed.name, request);
  }
  const { openAlsaDevice } = await import('./open-alsa.js');
  return openAlsaDevice(parsed, request);
}

/**
 * Default device: `$ALSA_MMAP_DEVICE`, else the first one of the machine with that direction.
 * @throws NO_DEVICE
 */
export function defaultDeviceName(direction: Direction): string {
  const name = process.env['ALSA_MMAP_DEVICE'] || firstPcmName(listPcms(), direction);
  if (name !== undefined && name !== '') return name;
  throw new AlsaMmapError(
    'NO_DEVICE',
    `this machine has no ${direction} device; use the simulated card "sim"`,
  );
}
